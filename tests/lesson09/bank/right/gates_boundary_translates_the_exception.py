"""boundary turns ZeroDivisionError into ValueError. / 把 ZeroDivisionError 转成 ValueError。"""
# notebook: gates

# %% boundary
def boundary(w):
    b, w1, w2 = w.numpy().astype(float).tolist()
    try:
        return -w1 / w2, -b / w2
    except ZeroDivisionError as error:
        raise ValueError("vertical") from error
