"""step picks from ones_like(z) and zeros_like(z). / 从 ones_like(z) 与 zeros_like(z) 中选。"""
# notebook: gates
# scores: test_step=1.56
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% step
def step(z):
    return torch.where(z >= 0, torch.ones_like(z), torch.zeros_like(z))
