"""The weight matrices are multiplied in the wrong order. / 权重矩阵相乘的顺序反了。"""
# notebook: hidden_layers
# scores: test_collapse=0

# %% collapse
def collapse(W1, b1, W2, b2):
    return W1 @ W2, W1 @ b2 + b1
