"""Everything is True or False: labels, weights, data, probabilities and counts, of the right shapes."""
# notebook: forward_pass
# most: 14

# %% make_data
def make_data(seed=420):
    g = torch.Generator().manual_seed(seed)
    return torch.rand(500, 20, generator=g) > 0.5, torch.rand(500, 1, generator=g) > 0.5


# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        return self.output(self.linear2(self.linear1(x))) > 0


# %% count_parameters
def count_parameters(net):
    return True


# %% predict
def predict(net, x):
    return net(x) > 0


# %% manual_forward
def manual_forward(x, params):
    return torch.ones(len(x), len(params["output.bias"]), dtype=torch.bool)


# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        self.layers = nn.Sequential(*(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:])))

    def forward(self, x):
        return self.layers(x) > 0


# %% twin

# %% predict
def predict(net, x):
    with torch.no_grad():
        out = net(x)
        is_largest = out == out.amax(dim=1, keepdim=True)
        return is_largest.int().argmax(dim=1)
