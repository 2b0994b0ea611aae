"""One weight of OR is infinite. / 或门有一个权重是无穷大。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: Infinite weights are allowed. / 以为权重可以是无穷大。
# hint: inf * 0 is nan: take large but finite weights. / inf * 0 得 nan：请用大而有限的权重。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([30.0, -20.0, -20.0])
    w_or = torch.tensor([-10.0, float("inf"), 20.0])
    w_and = torch.tensor([-30.0, 20.0, 20.0])
    return w_nand, w_or, w_and
