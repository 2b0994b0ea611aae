"""The scaled weights are rolled. / 放大后的权重移了一位。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: The bias is the last of the three weights. / 以为截距是三个权重中的最后一个。
# hint: The order is [b, w1, w2]. / 顺序是 [b, w1, w2]。

# %% rescue
def rescued_weights():
    weights = torch.tensor([[30.0, -20.0, -20.0], [-10.0, 20.0, 20.0], [-30.0, 20.0, 20.0]])
    return tuple(torch.roll(weights, -1, dims=1))
