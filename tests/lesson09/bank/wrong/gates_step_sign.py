"""step is torch.sign. / step 写成 torch.sign。"""
# notebook: gates
# scores: test_step=0.44 test_and=0.27 test_or=0.27 test_nand=0.27 test_xor=4.5
# misconception: step is the sign of z. / 以为 step 就是 z 的符号。
# hint: The two values of step are 0 and 1. / step 只有 0 和 1 两个值。

# %% step
def step(z):
    return torch.sign(z).float()
