"""The weights are nn.Parameter. / 权重是 nn.Parameter。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    w_nand = nn.Parameter(torch.tensor([12.0, -8.0, -8.0]))
    w_or = nn.Parameter(torch.tensor([-4.0, 8.0, 8.0]))
    w_and = nn.Parameter(torch.tensor([-12.0, 8.0, 8.0]))
    return w_nand, w_or, w_and
