"""All parameters are joined first; none cannot be. / 先把参数拼起来再数，没有参数时出错。"""
# notebook: forward_pass
# scores: test_count_parameters=1.6
# misconception: Every module has parameters. / 以为每个模块都有参数。
# hint: nn.ReLU() has none; its count is 0. / nn.ReLU() 没有参数，个数为 0。

# %% count_parameters
def count_parameters(net):
    return torch.cat([p.flatten() for p in net.parameters()]).numel()
