"""An own cell has `return` outside a function. / return 写在了函数外。"""
# lesson: lesson09
# notebook: gates

# %% step
def step(z):
    return (z >= 0).float()

# %% new
return step(torch.tensor([1.0]))
