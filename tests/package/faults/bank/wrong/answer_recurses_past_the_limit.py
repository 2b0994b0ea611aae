"""The recursion limit was raised before. / 提高了递归上限。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: RecursionError|CRASHED|TIMED_OUT

# %% relu
import sys


def relu(z):
    sys.setrecursionlimit(20_000)
    return relu(z)
