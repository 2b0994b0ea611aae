"""The hidden layer has no x0. / 隐藏层没有 x0。"""
# notebook: gates
# scores: test_xor=0
# misconception: The output neuron needs no x0 of ones in front. / 以为输出神经元前面不需要全为 1 的 x0。
# hint: AND wants (n, 3) with ones in column 0. / AND 需要 (n, 3)，第 0 列为 1。

# %% xor_gate
def XOR(X):
    return AND(torch.stack([NAND(X), OR(X)], dim=1))
