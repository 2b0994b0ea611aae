"""np.float, which numpy has removed. / 使用 numpy 已删除的 np.float。"""
# lesson: lesson09
# notebook: activations
# scores: test_sigmoid=0
# names: AttributeError

# %% sigmoid
import numpy as np


def sigmoid(z):
    return torch.sigmoid(torch.tensor(z.numpy().astype(np.float)))
