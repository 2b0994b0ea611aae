"""The data of the weight are exchanged. / 替换权重的 data。"""
# notebook: forward_pass

# %% initial_0
def initial_0(m):
    match m:
        case nn.Linear():
            m.weight.data = torch.zeros_like(m.weight)
