"""x0 is the last column. / x0 放在了最后一列。"""
# notebook: gates
# scores: test_xor=0.5
# misconception: The output neuron needs no x0 of ones in front. / 以为输出神经元前面不需要全为 1 的 x0。
# hint: AND wants (n, 3) with ones in column 0. / AND 需要 (n, 3)，第 0 列为 1。

# %% xor_gate
def XOR(X):
    n = NAND(X)
    return AND(torch.stack([n, OR(X), torch.ones_like(n)], dim=1))
