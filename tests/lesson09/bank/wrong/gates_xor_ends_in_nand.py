"""NAND and OR feed NAND. / 把 NAND 与 OR 送入 NAND。"""
# notebook: gates
# scores: test_xor=0.5
# misconception: Any two gates feed any third. / 没有弄清 XOR 由哪些门怎样相连。
# hint: Hidden: NAND and OR; output: AND. Check row (1, 1). / 隐藏层 NAND 与 OR，输出层 AND；检查 (1, 1) 这一行。

# %% xor_gate
def XOR(X):
    n, o = NAND(X), OR(X)
    return NAND(torch.stack([torch.ones_like(n), n, o], dim=1))
