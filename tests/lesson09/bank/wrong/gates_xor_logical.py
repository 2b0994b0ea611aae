"""XOR by torch.logical_xor. / 用 torch.logical_xor。"""
# notebook: gates
# scores: test_xor=3.5
# misconception: XOR only has to give the right table. / 以为 XOR 只要真值表对就行。
# hint: Compose it from your own NAND, OR and AND. / 用你自己的 NAND、OR 和 AND 组合。

# %% xor_gate
def XOR(X):
    return torch.logical_xor(X[:, 1], X[:, 2]).float()
