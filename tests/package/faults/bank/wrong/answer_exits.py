"""One function calls sys.exit. / 一个函数调用 sys.exit。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: SystemExit

# %% relu
import sys


def relu(z):
    print(torch.relu(z))
    sys.exit()
