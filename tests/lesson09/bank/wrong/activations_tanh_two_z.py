"""exp(2z) overflows for large z. / z 很大时 exp(2z) 溢出。"""
# notebook: activations
# scores: test_tanh=1.4
# misconception: You may have overlooked that exp overflows for large z. / 你可能忽略了 z 很大时 exp 会溢出。
# hint: Use exp(-|z|), which never overflows. / 使用 exp(-|z|)，它不会溢出。

# %% tanh
def tanh(z):
    e = torch.exp(2 * z)
    return (e - 1) / (e + 1)
