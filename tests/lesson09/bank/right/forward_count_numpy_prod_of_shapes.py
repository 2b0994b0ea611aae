"""numpy multiplies the shapes. / 用 numpy 把形状乘起来。"""
# notebook: forward_pass

# %% count_parameters
import numpy as np


def count_parameters(net):
    return int(sum(np.prod(p.shape) for p in net.parameters()))
