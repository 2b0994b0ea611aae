"""A scratch cell below defines the name again. / 后面的草稿又定义了同名函数。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: FAILED

# %% relu
def relu(z):
    return torch.relu(z)

# %% new
def relu(z):
    return -z
