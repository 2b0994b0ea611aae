"""OR gives integers. / OR 返回整数。"""
# notebook: gates
# scores: test_or=2.73
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% or_gate
w_or = torch.tensor([-1.0, 2.0, 2.0])


def OR(X):
    return (X @ w_or >= 0).long()
