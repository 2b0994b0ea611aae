"""w_or is a list. / w_or 是列表。"""
# notebook: gates
# scores: test_or=2.73
# misconception: The type of the weights does not matter. / 以为权重的类型无关紧要。
# hint: Weights are a float32 tensor of shape (3,). / 权重应是形状为 (3,) 的 float32 张量。

# %% or_gate
w_or = [-1.0, 2.0, 2.0]


def OR(X):
    b, w1, w2 = w_or
    return step(b * X[:, 0] + w1 * X[:, 1] + w2 * X[:, 2])
