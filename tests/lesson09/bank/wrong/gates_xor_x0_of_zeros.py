"""x0 of the hidden layer is 0. / 隐藏层的 x0 为 0。"""
# notebook: gates
# scores: test_xor=0.5
# misconception: The output neuron needs no x0 of ones in front. / 以为输出神经元前面不需要全为 1 的 x0。
# hint: AND wants (n, 3) with ones in column 0. / AND 需要 (n, 3)，第 0 列为 1。

# %% xor_gate
def XOR(X):
    n = NAND(X)
    return AND(torch.stack([torch.zeros_like(n), n, OR(X)], dim=1))
