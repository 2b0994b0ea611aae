"""NAND gives z. / NAND 返回了 z。"""
# notebook: gates
# scores: test_nand=0.27 test_xor=4.5
# misconception: The weighted sum is already the label. / 以为加权和就是标签。
# hint: Pass z through step. / 把 z 再送入 step。

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    return X @ w_nand
