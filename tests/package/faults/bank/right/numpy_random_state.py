"""numpy's and Python's random numbers are used and seeded. / 使用 numpy 与 random 的随机数。"""
# lesson: lesson09
# notebook: gates

# %% step
import random

import numpy as np

np.random.seed(0)
random.seed(0)
noise = np.random.randn(1000, 10)


def step(z):
    np.random.shuffle(noise)
    return torch.as_tensor(np.asarray(z.numpy() >= 0, dtype=np.float32))
