"""w_nand is float64. / w_nand 是 float64。"""
# notebook: gates
# scores: test_nand=2.73
# misconception: The type of the weights does not matter. / 以为权重的类型无关紧要。
# hint: Weights are a float32 tensor of shape (3,). / 权重应是形状为 (3,) 的 float32 张量。

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0], dtype=torch.float64)


def NAND(X):
    return step(X.double() @ w_nand)
