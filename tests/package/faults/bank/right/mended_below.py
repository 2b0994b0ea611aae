"""A broken first try stays, a right one stands below. / 前面的错误版本没有删。"""
# lesson: lesson09
# notebook: gates

# %% boundary
def boundary(w):
    return w[1] / w[2]
    w2 = 

# %% new
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError
    return -w1 / w2, -b / w2
