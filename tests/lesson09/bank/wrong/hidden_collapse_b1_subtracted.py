"""W2 @ b1 is subtracted. / 减去了 W2 @ b1。"""
# notebook: hidden_layers
# scores: test_collapse=1.82
# misconception: A bias changes sign when the brackets are removed. / 以为去括号时截距要变号。
# hint: There is only + in W2 (W1 x + b1) + b2. / W2 (W1 x + b1) + b2 里只有加号。

# %% collapse
def collapse(W1, b1, W2, b2):
    return W2 @ W1, b2 - W2 @ b1
