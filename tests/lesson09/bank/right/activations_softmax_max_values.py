"""torch.max along dim gives values and places; the values are used. / torch.max 返回值和位置，这里取值。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    top, _ = torch.max(z, dim, keepdim=True)
    shifted = z - top
    return shifted.exp() / shifted.exp().sum(dim, keepdim=True)
