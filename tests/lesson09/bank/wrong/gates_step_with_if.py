"""step asks if z >= 0 of the whole tensor. / 对整个张量写 if z >= 0。"""
# notebook: gates
# scores: test_step=0 test_and=0.27 test_or=0.27 test_nand=0.27 test_xor=4.5
# misconception: if works on a whole tensor. / 以为 if 可以直接判断整个张量。
# hint: Compare elementwise; if needs a single truth value. / 请逐元素比较；if 只接受一个真假值。

# %% step
def step(z):
    if z >= 0:
        return torch.tensor(1.0)
    return torch.tensor(0.0)
