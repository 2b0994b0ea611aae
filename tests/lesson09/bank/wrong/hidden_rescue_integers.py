"""The weights are integers. / 权重是整数。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: The type of the weights does not matter. / 以为权重的类型无关紧要。
# hint: Weights are a float32 tensor of shape (3,). / 权重应是形状为 (3,) 的 float32 张量。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([30, -20, -20])
    w_or = torch.tensor([-10, 20, 20])
    w_and = torch.tensor([-30, 20, 20])
    return w_nand, w_or, w_and
