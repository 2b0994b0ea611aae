"""XOR is composed of other neurons than NAND, OR and AND. / XOR 用了另外三个神经元。"""
# notebook: gates
# scores: test_xor=3.5
# misconception: XOR only has to give the right table. / 以为 XOR 只要真值表对就行。
# hint: Compose it from your own NAND, OR and AND. / 用你自己的 NAND、OR 和 AND 组合。

# %% xor_gate
def XOR(X):
    n = step(X @ torch.tensor([1.1, -1.0, -1.0]))
    o = step(X @ torch.tensor([-0.9, 1.0, 1.0]))
    return AND(torch.stack([torch.ones(len(X)), n, o], dim=1))
