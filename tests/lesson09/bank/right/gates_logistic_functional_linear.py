"""F.linear and nn.Sigmoid make the neuron. / 用 F.linear 和 nn.Sigmoid。"""
# notebook: gates

# %% logistic
def logistic(X, w):
    sigma = nn.Sigmoid()(F.linear(X, w.reshape(1, 3))).squeeze(1)
    return sigma, torch.where(sigma >= 0.5, 1.0, 0.0)
