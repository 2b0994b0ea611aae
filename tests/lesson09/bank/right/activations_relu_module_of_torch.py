"""relu is torch's module. / relu 是 torch 自带模块的对象。"""
# notebook: activations

# %% relu
relu = nn.ReLU()
