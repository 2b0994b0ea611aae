"""w2 = 0 gives inf. / w2 = 0 时返回 inf。"""
# notebook: gates
# scores: test_boundary=2.4
# misconception: Division by zero takes care of itself. / 以为除以零不必处理。
# hint: Check w2 first and raise a ValueError. / 先检查 w2，并抛出 ValueError。

# %% boundary
def boundary(w):
    return (-w[1] / w[2]).item(), (-w[0] / w[2]).item()
