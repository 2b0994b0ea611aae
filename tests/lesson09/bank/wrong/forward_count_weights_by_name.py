"""Only weights are counted, by name. / 按名字只数权重。"""
# notebook: forward_pass
# scores: test_count_parameters=0
# misconception: Only weights are parameters. / 以为只有权重是参数。
# hint: Biases are parameters, too: take all of net.parameters(). / 截距也是参数：用 net.parameters() 中的全部。

# %% count_parameters
def count_parameters(net):
    return sum(p.numel() for name, p in net.named_parameters() if name.endswith("weight"))
