"""inf / inf is nan for large z. / z 很大时 inf / inf 得到 nan。"""
# notebook: activations
# scores: test_tanh=1.4
# misconception: You may have overlooked that exp overflows for large z. / 你可能忽略了 z 很大时 exp 会溢出。
# hint: Use exp(-|z|), which never overflows. / 使用 exp(-|z|)，它不会溢出。

# %% tanh
def tanh(z):
    return (torch.exp(z) - torch.exp(-z)) / (torch.exp(z) + torch.exp(-z))
