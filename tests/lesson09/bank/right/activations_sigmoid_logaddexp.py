"""exp of minus log(1 + exp(-z)). / 由 -log(1 + exp(-z)) 再取 exp。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    return torch.exp(-torch.logaddexp(torch.zeros_like(z), -z))
