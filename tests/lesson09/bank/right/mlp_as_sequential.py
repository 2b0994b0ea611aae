"""The layers stand in one nn.Sequential. / 各层放在一个 nn.Sequential 中。"""
# notebook: forward_pass

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        parts = []
        for a, b in zip(sizes[:-1], sizes[1:]):
            parts += [nn.Linear(a, b), kinds[hidden]()]
        self.net = nn.Sequential(*parts[:-1], nn.Softmax(dim=1))

    def forward(self, x):
        return self.net(x)
