"""Each module counts its own; a shared weight counts twice. / 逐个模块地数，共用的权重数了两次。"""
# notebook: forward_pass
# scores: test_count_parameters=1.6
# misconception: A shared parameter counts as often as it is used. / 以为共用的参数用几次就数几次。
# hint: net.parameters() gives each parameter once. / net.parameters() 对每个参数只给出一次。

# %% count_parameters
def count_parameters(net):
    return sum(p.numel() for m in net.modules() for p in m.parameters(recurse=False))
