"""relu is a partial of torch.clamp. / 用 functools.partial 固定 clamp 的下限。"""
# notebook: activations

# %% relu
from functools import partial

relu = partial(torch.clamp, min=0)
