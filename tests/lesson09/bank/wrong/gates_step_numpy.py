"""step gives a numpy array. / step 返回 numpy 数组。"""
# notebook: gates
# scores: test_step=1.56 test_and=2.73 test_or=2.73 test_nand=2.73 test_xor=4.5
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% step
import numpy as np


def step(z):
    return np.where(z.numpy() >= 0, 1.0, 0.0)
