"""HTML, SVG and an iframe are shown. / 显示 HTML、SVG 与 iframe。"""
# lesson: lesson09
# notebook: gates

# %% step
from IPython.display import HTML, SVG, IFrame, Markdown, clear_output, display


def step(z):
    display(HTML("<b>step</b>"))
    return (z >= 0).float()

# %% new
display(Markdown("**bold**"), HTML("<script>alert(1)</script>"))
clear_output()
IFrame("https://example.org", 100, 100)
