"""exp(z) over exp(z) + 1. / exp(z) 除以 exp(z) + 1。"""
# notebook: activations
# scores: test_sigmoid=1.4
# misconception: You may have overlooked that exp overflows for large z. / 你可能忽略了 z 很大时 exp 会溢出。
# hint: Use exp(-|z|), which never overflows. / 使用 exp(-|z|)，它不会溢出。

# %% sigmoid
def sigmoid(z):
    e = torch.exp(z)
    return e / (e + 1)
