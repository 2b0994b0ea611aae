"""torch.inf is typed in. / 直接写 torch.inf。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: Infinite weights are allowed. / 以为权重可以是无穷大。
# hint: inf * 0 is nan: take large but finite weights. / inf * 0 得 nan：请用大而有限的权重。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([torch.inf, -torch.inf, -torch.inf])
    w_or = torch.tensor([-torch.inf, torch.inf, torch.inf])
    w_and = torch.tensor([-1.5, 1.0, 1.0])
    return w_nand, w_or, w_and
