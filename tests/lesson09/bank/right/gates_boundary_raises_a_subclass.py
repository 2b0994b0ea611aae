"""boundary raises its own kind of ValueError. / boundary 抛出自定义的 ValueError 子类。"""
# notebook: gates

# %% boundary
class VerticalLine(ValueError):
    pass


def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise VerticalLine("x2 is not a function of x1")
    return -w1 / w2, -b / w2
