"""`max` is a number by the time the function is called. / 调用函数时 max 已经是一个数。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: TypeError

# %% relu
def relu(z):
    return torch.tensor([max(0.0, x) for x in z.flatten().tolist()]).reshape(z.shape)

# %% new
max = 3
