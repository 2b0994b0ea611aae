"""sigmoid works for a single number only. / sigmoid 只能算一个数。"""
# notebook: activations
# scores: test_sigmoid=0
# misconception: if works on a whole tensor. / 以为 if 可以直接判断整个张量。
# hint: Compare elementwise; if needs a single truth value. / 请逐元素比较；if 只接受一个真假值。

# %% sigmoid
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + torch.exp(-z))
    return torch.exp(z) / (1 + torch.exp(z))
