"""The name is looked for in one long string. / 在一个长字符串里找名字。"""
# notebook: forward_pass
# scores: test_mlp=1.83

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        if hidden not in "relu, sigmoid, tanh, identity":
            raise ValueError(hidden)
        self.name = hidden
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        kinds = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        h = kinds.get(self.name, torch.relu)
        for layer in self.layers[:-1]:
            x = h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
