"""x is float64, as numpy makes it. / x 是 numpy 默认的 float64。"""
# notebook: forward_pass
# scores: test_make_data=0.67
# misconception: A numpy array or its float64 is as good as a float32 tensor. / 以为 numpy 数组或 float64 可以代替 float32 张量。
# hint: Return torch tensors, and look at their dtype. / 请返回 torch 张量，并看看 dtype。

# %% make_data
import numpy as np


def make_data(seed=420):
    rng = np.random.RandomState(seed)
    x = torch.tensor(rng.rand(500, 20))
    y = torch.tensor(rng.randint(0, 3, (500, 1)), dtype=torch.float32)
    return x, y
