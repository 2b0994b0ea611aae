"""The given weights are scaled in float64. / 用 float64 放大给定权重。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: The type of the weights does not matter. / 以为权重的类型无关紧要。
# hint: Weights are a float32 tensor of shape (3,). / 权重应是形状为 (3,) 的 float32 张量。

# %% rescue
def rescued_weights():
    return 100 * W_NAND.double(), 100 * W_OR.double(), 100 * W_AND.double()
