"""Each parameter is known by its id. / 用 id 区分每个参数。"""
# notebook: forward_pass

# %% count_parameters
def count_parameters(net):
    seen = {id(p): p.numel() for m in net.modules() for p in m.parameters(recurse=False)}
    return sum(seen.values())
