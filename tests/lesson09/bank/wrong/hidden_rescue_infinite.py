"""Infinite weights. / 权重是无穷大。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: Infinite weights are allowed. / 以为权重可以是无穷大。
# hint: inf * 0 is nan: take large but finite weights. / inf * 0 得 nan：请用大而有限的权重。

# %% rescue
def rescued_weights():
    huge = float("inf")
    return W_NAND * huge, W_OR * huge, W_AND * 1.0
