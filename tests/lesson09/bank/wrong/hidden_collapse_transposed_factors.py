"""W is W1.T @ W2.T. / W 写成 W1.T @ W2.T。"""
# notebook: hidden_layers
# scores: test_collapse=1.36
# misconception: A transposed product is the same product. / 以为转置后的乘积是同一个乘积。
# hint: W has shape (r, p): W2 @ W1. / W 的形状是 (r, p)：W2 @ W1。

# %% collapse
def collapse(W1, b1, W2, b2):
    W = W1.T @ W2.T
    b = W2 @ b1 + b2
    return W, b
