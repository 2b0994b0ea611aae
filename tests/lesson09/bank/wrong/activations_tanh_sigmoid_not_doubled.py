"""2 sigmoid(z) - 1, z not doubled. / 2 sigmoid(z) - 1，z 没有加倍。"""
# notebook: activations
# scores: test_tanh=0
# misconception: tanh is the sigmoid stretched and shifted, z itself unchanged. / 以为只要把 sigmoid 拉伸平移，z 不用变。
# hint: tanh(z) = 2 sigma(2z) - 1. / 用 tanh(z) = 2σ(2z) − 1。

# %% tanh
def tanh(z):
    return 2 * sigmoid(z) - 1
