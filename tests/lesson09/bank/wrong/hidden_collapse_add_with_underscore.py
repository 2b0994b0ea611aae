"""add_ writes into b2. / add_ 改写了 b2。"""
# notebook: hidden_layers
# scores: test_collapse=4.55
# misconception: A function may write into its argument. / 以为函数可以改写传入的张量。
# hint: Work on a copy or make a new tensor. / 请用副本或新张量。

# %% collapse
def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    b = b2.add_(W2 @ b1)
    return W, b
