"""AND gives booleans. / AND 返回布尔值。"""
# notebook: gates
# scores: test_and=2.73
# misconception: Any number type will do for a label. / 以为标签用什么数值类型都行。
# hint: Look at the dtype: a label is a float32 tensor. / 看看 dtype：标签应是 float32 张量。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0])


def AND(X):
    return X @ w_and >= 0
