"""The biases are summed. / 把两个截距求和。"""
# notebook: hidden_layers
# scores: test_collapse=0
# misconception: The biases are simply added. / 以为两个截距直接相加。
# hint: b1 passes through the second layer: W2 @ b1 + b2. / b1 也要经过第二层：W2 @ b1 + b2。

# %% collapse
def collapse(W1, b1, W2, b2):
    W = W2 @ W1
    b = sum([b1, b2])
    return W, b
