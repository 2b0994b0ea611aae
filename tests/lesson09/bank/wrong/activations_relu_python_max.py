"""Python's max(0, z). / 用了 Python 的 max(0, z)。"""
# notebook: activations
# scores: test_relu=0
# misconception: Python's max compares element by element. / 以为 Python 的 max 会逐元素比较。
# hint: Use torch.clamp or torch.where. / 请用 torch.clamp 或 torch.where。

# %% relu
def relu(z):
    return max(0, z)
