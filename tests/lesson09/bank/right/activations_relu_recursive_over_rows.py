"""Each row calls relu again, down to single numbers. / 逐行递归，直到单个数。"""
# notebook: activations

# %% relu
def relu(z):
    if z.dim() > 0:
        return torch.stack([relu(row) for row in z])
    return z if z > 0 else torch.zeros(())
