"""inf / inf is nan for large z. / z 很大时 inf / inf 得到 nan。"""
# notebook: activations
# scores: test_tanh=1.4
# misconception: exp of a large number is infinite. / 大数的 exp 是无穷。
# hint: Use exp(-|z|), which never overflows. / 使用 exp(-|z|)，它不会溢出。

# %% tanh
def tanh(z):
    return (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
