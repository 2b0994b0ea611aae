"""step is 1 where z <= 0. / z <= 0 时为 1。"""
# notebook: gates
# scores: test_step=0.44 test_and=0.55 test_or=0.55 test_nand=0.55 test_xor=4.5
# misconception: Negative z gives the label 1. / 以为 z 为负时标签为 1。
# hint: Put in z = 2 and z = -2. / 代入 z = 2 和 z = -2 看看。

# %% step
def step(z):
    return (z <= 0).float()
