"""Frozen parameters are not counted. / 没有统计冻结的参数。"""
# notebook: forward_pass
# scores: test_count_parameters=1.6

# %% count_parameters
def count_parameters(net):
    return sum(p.numel() for p in net.parameters() if p.requires_grad)
