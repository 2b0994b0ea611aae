"""F.normalize divides by the sum of the positive numbers. / 用 F.normalize 除以各正数之和。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    return F.normalize(torch.exp(z - torch.amax(z, dim, True)), p=1.0, dim=dim)
