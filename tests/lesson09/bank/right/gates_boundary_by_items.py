"""boundary by .item(), in a list. / 用 .item()，以列表返回。"""
# notebook: gates

# %% boundary
def boundary(w):
    if w[2].item() == 0:
        raise ValueError("w2 = 0")
    return [-(w[1] / w[2]).item(), -(w[0] / w[2]).item()]
