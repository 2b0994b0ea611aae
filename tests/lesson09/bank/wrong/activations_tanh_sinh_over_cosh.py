"""sinh over cosh, both infinite for large z. / sinh 除以 cosh，z 很大时两者都是无穷。"""
# notebook: activations
# scores: test_tanh=1.4
# misconception: You may have overlooked that exp overflows for large z. / 你可能忽略了 z 很大时 exp 会溢出。
# hint: Use exp(-|z|), which never overflows. / 使用 exp(-|z|)，它不会溢出。

# %% tanh
def tanh(z):
    return torch.sinh(z) / torch.cosh(z)
