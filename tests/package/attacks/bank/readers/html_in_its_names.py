"""Raises exceptions whose type and functions are named like HTML."""
# notebook: activations
# scores: test_relu=0

# %% relu
Kind = type('''<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>''', (Exception,), {})


def relu(z):
    raise Kind('x')


# %% twin

# %% relu
def relu(z):
    Kind = type('Own', (Exception,), {})
    try:
        raise Kind('x')
    except Kind:
        pass
    return torch.where(z < 0, torch.zeros_like(z), z)
