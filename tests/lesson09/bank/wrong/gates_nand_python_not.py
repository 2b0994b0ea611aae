"""not is applied to a tensor. / 对整个张量用了 not。"""
# notebook: gates
# scores: test_nand=0.27 test_xor=0
# misconception: if works on a whole tensor. / 以为 if 可以直接判断整个张量。
# hint: Compare elementwise; if needs a single truth value. / 请逐元素比较；if 只接受一个真假值。

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    return torch.tensor(float(not AND(X)))
