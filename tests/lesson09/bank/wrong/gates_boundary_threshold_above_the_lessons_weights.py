"""A w2 of 0.15 counts as 0. / w2 为 0.15 也当作 0。"""
# notebook: gates
# scores: test_boundary=1.2

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if round(w2) == 0:
        raise ValueError("vertical")
    return -w1 / w2, -b / w2
