"""What is close to 0 counts as 0. / 接近 0 的数都当作 0。"""
# notebook: gates
# scores: test_step=1.56
# misconception: A number close to 0 is as good as 0. / 以为接近 0 的数就等于 0。
# hint: Compare with 0 itself. / 请直接与 0 比较。

# %% step
def step(z):
    return (z >= -1e-6).to(torch.float32)
