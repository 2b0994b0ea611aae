"""Its comments and strings are HTML that would end the page's code block."""
# notebook: activations
# scores: test_relu=0

# %% relu
# </pre></code><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>
def relu(z):
    '''</textarea><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>'''
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
# <b>relu</b> & co
def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
