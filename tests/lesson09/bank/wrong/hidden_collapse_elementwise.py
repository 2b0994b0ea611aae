"""W is W2 * W1, b is b2 * b1. / W 写成 W2 * W1，b 写成 b2 * b1。"""
# notebook: hidden_layers
# scores: test_collapse=0
# misconception: * multiplies matrices. / 以为 * 就是矩阵乘法。
# hint: * goes element by element; the matrix product is @. / * 是逐元素相乘，矩阵乘法用 @。

# %% collapse
def collapse(W1, b1, W2, b2):
    return W2 * W1, b2 * b1
