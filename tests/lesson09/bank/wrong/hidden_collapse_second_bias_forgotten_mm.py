"""b2 does not appear. / 没有用到 b2。"""
# notebook: hidden_layers
# scores: test_collapse=1.82
# misconception: The second bias is lost on the way. / 以为第二层的截距不起作用。
# hint: Expand W2 (W1 x + b1) + b2: b2 stays. / 展开 W2 (W1 x + b1) + b2：b2 还在。

# %% collapse
def collapse(W1, b1, W2, b2):
    W = W2.mm(W1)
    b = W2.mm(b1)
    return W, b
