"""One function sleeps for an hour. / 一个函数睡眠一小时。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: TIMED_OUT

# %% relu
import time


def relu(z):
    time.sleep(3600)
    return torch.relu(z)
