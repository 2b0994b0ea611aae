"""torch's module is made for each call. / 每次调用都新建 torch 的模块。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    layer = nn.Softmax(dim=dim)
    return layer(z)
