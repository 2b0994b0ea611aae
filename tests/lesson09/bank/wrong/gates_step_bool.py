"""step gives booleans. / step 返回布尔值。"""
# notebook: gates
# scores: test_step=1.56 test_and=2.73 test_or=2.73 test_nand=2.73 test_xor=4.5
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% step
def step(z):
    return z >= 0
