"""boundary gives two 0-d tensors. / boundary 返回两个 0 维张量。"""
# notebook: gates

# %% boundary
def boundary(w):
    if w[2] == 0:
        raise ValueError("没有斜率 / no slope")
    return -w[1] / w[2], -w[0] / w[2]
