"""The name is checked in forward only. / 到 forward 才检查名字。"""
# notebook: forward_pass
# scores: test_mlp=1.83
# misconception: Other names for hidden need no error. / 以为 hidden 为其他名字时不必报错。
# hint: MLP([4, 3], hidden="swish") must raise a ValueError at once. / MLP([4, 3], hidden="swish") 应立即抛出 ValueError。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        self.name = hidden
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        kinds = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        if self.name not in kinds:
            raise ValueError(self.name)
        for layer in self.layers[:-1]:
            x = kinds[self.name](layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
