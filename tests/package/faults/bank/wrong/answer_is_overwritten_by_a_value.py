"""A value takes the function's name. / 变量覆盖了函数名。"""
# lesson: lesson09
# notebook: activations
# scores: test_tanh=0
# names: not callable

# %% tanh
def tanh(z):
    return torch.tanh(z)

# %% new
tanh = tanh(torch.tensor([0.5]))
