"""Ends its cell with an object whose every representation is hostile."""
# notebook: activations
# scores: test_relu=0

# %% relu
class Drawn:
    def _repr_html_(self): return '''<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>'''
    _repr_svg_ = _repr_javascript_ = _repr_markdown_ = _repr_latex_ = _repr_html_
    def _repr_mimebundle_(self, **kwargs): return {"text/html": self._repr_html_(), "text/plain": self._repr_html_()}
    def __repr__(self): return self._repr_html_()

get_ipython().displayhook(Drawn())
display(Drawn())


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
class Drawn:
    def _repr_html_(self): return '<b>relu</b>'


display(Drawn())


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
