"""where with the plain number 0. / where 中直接写数字 0。"""
# notebook: activations

# %% relu
def relu(z):
    return torch.where(z > 0, z, 0.0)
