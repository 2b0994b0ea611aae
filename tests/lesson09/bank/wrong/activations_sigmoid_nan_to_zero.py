"""nan is turned into 0, for z = 1000 too. / nan 一律变成 0，z = 1000 时也是。"""
# notebook: activations
# scores: test_sigmoid=1.4
# misconception: A nan may be mended with one number afterwards. / 以为事后把 nan 换成一个数就行。
# hint: What belongs there depends on the sign of z: let no nan arise. / 该填什么取决于 z 的符号：应当让 nan 不出现。

# %% sigmoid
def sigmoid(z):
    e = torch.exp(z)
    return torch.nan_to_num(e / (1 + e))
