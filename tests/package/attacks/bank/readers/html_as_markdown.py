"""A text cell of its own holds scripts, frames, links that run and pictures that report."""
# notebook: activations
# scores: test_relu=0

# %% relu
def relu(z):
    return torch.where(z > 0, z, 0.01 * z)

# %% [markdown] new
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


# %% twin

# %% relu
def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)

# %% [markdown] new
# **relu** is $\max(0, z)$, see [the lesson](https://example.com) and `F.relu`.
