"""nan is turned into 0. / nan 一律变成 0。"""
# notebook: activations
# scores: test_tanh=1.4
# misconception: A nan may be mended with one number afterwards. / 以为事后把 nan 换成一个数就行。
# hint: What belongs there depends on the sign of z: let no nan arise. / 该填什么取决于 z 的符号：应当让 nan 不出现。

# %% tanh
def tanh(z):
    t = torch.sinh(z) / torch.cosh(z)
    return t.nan_to_num()
