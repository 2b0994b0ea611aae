"""if asks about all rows at once. / 对所有行一起写 if。"""
# notebook: gates
# scores: test_xor=0
# misconception: if works on a whole tensor. / 以为 if 可以直接判断整个张量。
# hint: Compare elementwise; if needs a single truth value. / 请逐元素比较；if 只接受一个真假值。

# %% xor_gate
def XOR(X):
    if NAND(X) == 1 and OR(X) == 1:
        return torch.ones(len(X))
    return torch.zeros(len(X))
