"""The larger of z and 0, elementwise. / 逐元素取 z 与 0 中较大者。"""
# notebook: activations

# %% relu
def relu(z):
    return torch.maximum(z, torch.tensor(0.0))
