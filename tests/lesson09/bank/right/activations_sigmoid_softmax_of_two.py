"""The sigmoid is a softmax of z and 0. / sigmoid 就是 z 与 0 的 softmax。"""
# notebook: activations

# %% sigmoid
def sigmoid(z):
    return F.softmax(torch.stack([z, torch.zeros_like(z)]), dim=0)[0]
