"""An OrderedDict with numpy truth values. / OrderedDict，值为 numpy 布尔值。"""
# notebook: hidden_layers

# %% verdict
from collections import OrderedDict

import numpy as np

四点 = torch.tensor([[1.0, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]])
verdict = OrderedDict()
for 对 in (("step", "sigmoid"), ("sigmoid", "step"), ("identity", "step"), ("step", "step")):
    verdict[对] = np.all(xor_network(四点, *对).numpy() == np.array([0, 1, 1, 0]))
