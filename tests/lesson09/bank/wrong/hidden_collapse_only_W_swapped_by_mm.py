"""torch.mm takes W1 first. / torch.mm 里先写了 W1。"""
# notebook: hidden_layers
# scores: test_collapse=0
# misconception: In a matrix product it does not matter what comes first or is transposed. / 以为矩阵乘法不在乎次序和转置。
# hint: Write the shapes down: (n_out, n_in) @ (n_in, m). / 把形状写下来：(n_out, n_in) @ (n_in, m)。

# %% collapse
def collapse(W1, b1, W2, b2):
    W = torch.mm(W1, W2)
    b = torch.mm(W2, b1) + b2
    return W, b
