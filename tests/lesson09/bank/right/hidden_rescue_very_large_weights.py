"""Weights of a hundred thousand make steps of the sigmoids. / 十万大小的权重让 sigmoid 成为阶跃。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    k = 1e5
    return torch.tensor([1.5 * k, -k, -k]), torch.tensor([-0.5 * k, k, k]), torch.tensor([-1.5, 1, 1])
