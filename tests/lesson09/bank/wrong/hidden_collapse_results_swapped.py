"""(b, W) is returned. / 返回 (b, W)。"""
# notebook: hidden_layers
# scores: test_collapse=0
# misconception: The order of two results does not matter. / 以为两个结果的顺序无所谓。
# hint: Compare with the docstring's order. / 对照说明里的返回顺序。

# %% collapse
def collapse(W1, b1, W2, b2):
    W, b = W2 @ W1, W2 @ b1 + b2
    return b, W
