"""b has shape (r,). / b 的形状是 (r,)。"""
# notebook: hidden_layers
# scores: test_collapse=4.55
# misconception: b may be a row or a plain vector. / 以为 b 可以是一行或一维向量。
# hint: b is a column (r, 1), so that W @ x + b is right for many samples. / b 是一列 (r, 1)，这样多个样本的 W @ x + b 才对。

# %% collapse
def collapse(W1, b1, W2, b2):
    return W2 @ W1, (W2 @ b1 + b2).flatten()
