"""w_and is a list. / w_and 是列表。"""
# notebook: gates
# scores: test_and=2.73
# misconception: The type of the weights does not matter. / 以为权重的类型无关紧要。
# hint: Weights are a float32 tensor of shape (3,). / 权重应是形状为 (3,) 的 float32 张量。

# %% and_gate
w_and = [-3.0, 2.0, 2.0]


def AND(X):
    b, w1, w2 = w_and
    return step(b * X[:, 0] + w1 * X[:, 1] + w2 * X[:, 2])
