"""Where there is nan, 0 is put. / 出现 nan 处填 0。"""
# notebook: activations
# scores: test_sigmoid=1.4
# misconception: A nan may be mended with one number afterwards. / 以为事后把 nan 换成一个数就行。
# hint: What belongs there depends on the sign of z: let no nan arise. / 该填什么取决于 z 的符号：应当让 nan 不出现。

# %% sigmoid
def sigmoid(z):
    s = torch.exp(z) / (1 + torch.exp(z))
    return torch.where(torch.isnan(s), torch.zeros_like(s), s)
