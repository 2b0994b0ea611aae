"""step keeps the dtype of z. / step 沿用 z 的 dtype。"""
# notebook: gates
# scores: test_step=1.56
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% step
def step(z):
    return (z >= 0).to(z.dtype)
