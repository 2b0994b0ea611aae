"""exp of z minus its logsumexp. / z 减去 logsumexp 再取 exp。"""
# notebook: activations

# %% softmax
def softmax(z, dim):
    return torch.exp(z - torch.logsumexp(z, dim=dim, keepdim=True))
