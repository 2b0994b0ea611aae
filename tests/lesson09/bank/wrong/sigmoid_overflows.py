"""exp(z) / (1 + exp(z)) is nan for large z. / exp(z) / (1 + exp(z)) 在 z 很大时为 nan。"""
# notebook: activations
# scores: test_sigmoid=1.4
# misconception: You may have overlooked that exp overflows for large z. / 你可能忽略了 z 很大时 exp 会溢出。
# hint: Use exp(-|z|), which never overflows. / 使用 exp(-|z|)，它不会溢出。

# %% sigmoid
def sigmoid(z):
    return torch.exp(z) / (1 + torch.exp(z))
