"""step is 1 where z > 0 only. / 只在 z > 0 时为 1。"""
# notebook: gates
# scores: test_step=0.89
# misconception: step uses > instead of >=. / step 用了 > 而不是 >=。
# hint: step(0) is 1 here: compare with >=. / 这里 step(0) = 1，请用 >= 比较。

# %% step
def step(z):
    return torch.where(z > 0, 1.0, 0.0)
