"""OR and AND feed AND. / 把 OR 与 AND 送入 AND。"""
# notebook: gates
# scores: test_xor=0.5
# misconception: You may have connected the wrong gates. / 你可能接错了门。
# hint: Hidden: NAND and OR; output: AND. Check row (1, 1). / 隐藏层 NAND 与 OR，输出层 AND；检查 (1, 1) 这一行。

# %% xor_gate
def XOR(X):
    a, o = AND(X), OR(X)
    return AND(torch.stack([torch.ones_like(a), o, a], dim=1))
