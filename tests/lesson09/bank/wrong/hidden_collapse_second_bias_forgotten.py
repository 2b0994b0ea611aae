"""b is W2 @ b1. / b 只取 W2 @ b1。"""
# notebook: hidden_layers
# scores: test_collapse=1.82
# misconception: The second bias is lost on the way. / 以为第二层的截距不起作用。
# hint: Expand W2 (W1 x + b1) + b2: b2 stays. / 展开 W2 (W1 x + b1) + b2：b2 还在。

# %% collapse
def collapse(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1
