"""unsqueeze puts the lost dimension back. / 用 unsqueeze 补回求和后少掉的一维。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    e = torch.exp(z - z.max(dim).values.unsqueeze(dim))
    return e / e.sum(dim).unsqueeze(dim)
