"""A dict keeps each parameter once, by id. / 用字典按 id 只记一次。"""
# notebook: forward_pass

# %% count_parameters
def count_parameters(net):
    每个 = {id(p): p.numel() for m in net.modules() for p in m._parameters.values() if p is not None}
    return sum(每个.values())
