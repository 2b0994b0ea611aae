"""The lesson's own module names are used for values. / 用模块名作变量名。"""
# lesson: lesson09
# notebook: activations

# %% sigmoid
def sigmoid(z):
    return torch.sigmoid(z)

# %% new
F = 96.5
nn = "neural network"
plt = None
torch = [1, 2, 3]
