"""b is a copy of b2. / b 是 b2 的副本。"""
# notebook: hidden_layers
# scores: test_collapse=1.82
# misconception: The first bias is lost on the way. / 以为第一层的截距不起作用。
# hint: Expand W2 (W1 x + b1) + b2: W2 @ b1 stays. / 展开 W2 (W1 x + b1) + b2：W2 @ b1 还在。

# %% collapse
def collapse(W1, b1, W2, b2):
    W = torch.matmul(W2, W1)
    b = b2.clone()
    return W, b
