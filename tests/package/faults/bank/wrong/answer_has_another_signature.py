"""The function wants one argument more. / 函数多要一个参数。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: TypeError

# %% relu
def relu(z, threshold):
    return torch.where(z > threshold, z, torch.zeros_like(z))
