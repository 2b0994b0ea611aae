"""An answer that a person reads holds scripts, frames, links that run and pictures that report."""
# notebook: hidden_layers
# scores: test_collapse=0

# %% [markdown] explain_identity
# <script>alert(1)</script>
# <img src=x onerror=alert(1)> <svg/onload=alert(1)> <iframe srcdoc="<script>alert(1)</script>"></iframe>
#
# [click](javascript:alert(1)) [click](JaVaScRiPt:alert(1)) [click](javascript&#58;alert(1)) [click](java&Tab;script:alert(1))
#
# [click][x] ![p](https://example.com/pixel.png) ![p][x] <javascript:alert(1)> [d](data:text/html,<script>alert(1)</script>)
#
# [x]: javascript:alert(1)
#
# <style>body{display:none}</style><form action=https://example.com><input name=password></form>
# $\href{javascript:alert(1)}{x}$ $\newcommand{\j}[1]{\href{java#1:alert(1)}{x}}\j{script}$ $\require{html}\style{position:fixed}{x}$

# %% collapse
def collapse(*args):
    return None


# %% twin

# %% [markdown] explain_identity
# The identity leaves a **product** of matrices: $W_2 W_1$ is one matrix.
