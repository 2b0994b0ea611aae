"""The sum is a 0-d tensor. / 结果是 0 维张量。"""
# notebook: forward_pass

# %% count_parameters
import math


def count_parameters(net):
    return torch.tensor([math.prod(p.size()) for _, p in net.named_parameters()] or [0]).sum()
