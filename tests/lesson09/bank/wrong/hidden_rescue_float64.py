"""The weights are float64. / 权重是 float64。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: The type of the weights does not matter. / 以为权重的类型无关紧要。
# hint: Weights are a float32 tensor of shape (3,). / 权重应是形状为 (3,) 的 float32 张量。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([30.0, -20.0, -20.0], dtype=torch.float64)
    w_or = torch.tensor([-10.0, 20.0, 20.0], dtype=torch.float64)
    w_and = torch.tensor([-30.0, 20.0, 20.0], dtype=torch.float64)
    return w_nand, w_or, w_and
