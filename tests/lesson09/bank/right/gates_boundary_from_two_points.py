"""boundary through two points of the line. / 由直线上的两点求 boundary。"""
# notebook: gates

# %% boundary
def boundary(w):
    b, w1, w2 = (float(v) for v in w)
    if not w2:
        raise ValueError
    at = lambda x1: -(b + w1 * x1) / w2
    return at(1.0) - at(0.0), at(0.0)
