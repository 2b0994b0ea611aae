"""sigmoid is cut to hundredths. / sigmoid 按百分位取整。"""
# notebook: activations
# scores: test_sigmoid=0
# misconception: Rounded numbers are exact enough. / 以为四舍五入后的数足够精确。
# hint: Do not round what others compute with. / 还要参与计算的数不要四舍五入。

# %% sigmoid
def sigmoid(z):
    return (100 / (1 + torch.exp(-z))).round() / 100
