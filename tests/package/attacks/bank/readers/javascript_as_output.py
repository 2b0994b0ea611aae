"""Shows JavaScript, SVG, LaTeX, Markdown, widgets and files."""
# notebook: activations
# scores: test_relu=0

# %% relu
from IPython.display import SVG, IFrame, Javascript, Latex, Markdown, display

display(Javascript("alert(1)"), Markdown('''<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href="javascript:alert(1)">x</a>'''), Latex(r"$\href{javascript:alert(1)}{x}$"), IFrame("javascript:alert(1)", 9, 9))
display({"application/javascript": "alert(1)", "text/html": "<script>", "image/svg+xml": "<svg onload=alert(1)>", "text/plain": "x"}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "image/jpeg": "x", "application/pdf": "x"}, raw=True)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
from IPython.display import Markdown, display

display(Markdown('**relu**'))


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
