"""e is typed in as 2.7. / 把 e 写成 2.7。"""
# notebook: activations
# scores: test_sigmoid=0
# misconception: Rounded numbers are exact enough. / 以为四舍五入后的数足够精确。
# hint: Do not round what others compute with. / 还要参与计算的数不要四舍五入。

# %% sigmoid
def sigmoid(z):
    return 1 / (1 + 2.7 ** (-z))
