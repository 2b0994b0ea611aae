"""w_and is float64. / w_and 是 float64。"""
# notebook: gates
# scores: test_and=2.73
# misconception: The type of the weights does not matter. / 以为权重的类型无关紧要。
# hint: Weights are a float32 tensor of shape (3,). / 权重应是形状为 (3,) 的 float32 张量。

# %% and_gate
w_and = torch.tensor([-3.0, 2.0, 2.0], dtype=torch.float64)


def AND(X):
    return step(X.double() @ w_and)
