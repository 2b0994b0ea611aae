"""The function got another name. / 函数改了名字。"""
# lesson: lesson09
# notebook: activations
# scores: test_relu=0
# names: is not defined

# %% relu
def ReLU(z):
    return torch.relu(z)
