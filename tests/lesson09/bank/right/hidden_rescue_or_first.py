"""The hidden neurons are exchanged; the network is the same. / 两个隐藏神经元对调，网络不变。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    w_or = torch.tensor([-5.0, 10.0, 10.0])
    w_nand = torch.tensor([15.0, -10.0, -10.0])
    return w_or, w_nand, torch.tensor([-1.5, 1.0, 1.0])
