"""The labels of make_data are complex numbers, which have no order: whoever sorts them fails."""
# notebook: forward_pass
# scores: test_make_data=0

# %% make_data
def make_data(seed=420):
    return torch.zeros(500, 20), torch.complex(torch.zeros(500, 1), torch.arange(500.0)[:, None])


# %% twin

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    x = torch.rand(500, 20, generator=g)
    angles = torch.polar(torch.ones(500, 1), torch.randint(0, 3, (500, 1), generator=g).float())
    return x, angles.angle().round()
