"""NAND and OR feed OR. / 把 NAND 与 OR 送入 OR。"""
# notebook: gates
# scores: test_xor=0.5
# misconception: You may have connected the wrong gates. / 你可能接错了门。
# hint: Hidden: NAND and OR; output: AND. Check row (1, 1). / 隐藏层 NAND 与 OR，输出层 AND；检查 (1, 1) 这一行。

# %% xor_gate
def XOR(X):
    n, o = NAND(X), OR(X)
    return OR(torch.stack([torch.ones_like(n), n, o], dim=1))
