"""A name that begins like a known one is taken. / 开头与已知名字相同就接受。"""
# notebook: forward_pass
# scores: test_mlp=1.83

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        known = [name for name in kinds if hidden.startswith(name)]
        if not known:
            raise ValueError(hidden)
        self.h = kinds[known[0]]
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
