"""1 over the sum of exp(z_j - z_k); an inf below the line gives 0. / 1 除以 exp(z_j - z_k) 之和，分母为 inf 时得 0。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    last = z.transpose(dim, -1)
    differences = last.unsqueeze(-2) - last.unsqueeze(-1)
    return (1 / torch.exp(differences).sum(dim=-1)).transpose(dim, -1)
