"""Frozen parameters are filtered out. / 过滤掉了冻结的参数。"""
# notebook: forward_pass
# scores: test_count_parameters=1.6
# misconception: Only what is trained is a parameter. / 以为只有可训练的才是参数。
# hint: Frozen parameters are parameters, too. / 冻结的参数也是参数。

# %% count_parameters
def count_parameters(net):
    return sum(p.numel() for p in filter(lambda p: p.requires_grad, net.parameters()))
