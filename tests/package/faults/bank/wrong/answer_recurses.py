"""One function calls itself without an end. / 一个函数无限递归。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: RecursionError

# %% relu
def relu(z):
    return relu(z)
