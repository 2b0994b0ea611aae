"""The printed numbers are typed in with all their digits. / 把打印出来的数按全部位数抄下来。"""
# notebook: hidden_layers

# %% sigmoid_evidence
def sigmoid_evidence():
    return torch.tensor([-0.04441122, -0.04437766, -0.04437766, -0.04440704])
