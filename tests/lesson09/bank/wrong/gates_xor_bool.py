"""XOR gives booleans. / XOR 返回布尔值。"""
# notebook: gates
# scores: test_xor=5.5
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% xor_gate
def XOR(X):
    n = NAND(X)
    return AND(torch.stack([torch.ones_like(n), n, OR(X)], dim=1)) == 1
