"""Shows HTML with scripts."""
# notebook: activations
# scores: test_relu=0

# %% relu
from IPython.display import HTML, display

display(HTML('''<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>'''))
HTML('''<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>''')


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
from IPython.display import HTML, display

display(HTML('<b>relu</b>'))


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
