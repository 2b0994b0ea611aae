"""One function has a segmentation fault. / 一个函数引发段错误。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: CRASHED

# %% relu
import ctypes


def relu(z):
    ctypes.string_at(0)
    return torch.relu(z)
