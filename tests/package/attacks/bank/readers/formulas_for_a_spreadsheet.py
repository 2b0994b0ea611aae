"""An answer and a printed line begin like formulas of a spreadsheet."""
# notebook: activations
# scores: test_relu=0

# %% relu
print('=HYPERLINK("http://example.com","x")')
print('=cmd|\'/c calc\'!A1')
print('+1+1')
print('@SUM(1)')


def relu(z):
    raise ValueError('=1+1')


# %% twin

# %% relu
print('= 0 for z < 0')


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
