"""b1 goes through the product W. / b1 经过了乘积 W。"""
# notebook: hidden_layers
# scores: test_collapse=0
# misconception: The biases are simply added. / 以为两个截距直接相加。
# hint: b1 passes through the second layer: W2 @ b1 + b2. / b1 也要经过第二层：W2 @ b1 + b2。

# %% collapse
def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    return W, W @ b1 + b2
