"""Divides whatever is not exactly 0, as small as it may be. / 只要不恰好为 0，再小也照除。"""
# notebook: gates

# %% boundary
def boundary(w):
    b, w1, w2 = (float(part) for part in w)
    try:
        return -w1 / w2, -b / w2
    except ZeroDivisionError:
        raise ValueError("no slope") from None
