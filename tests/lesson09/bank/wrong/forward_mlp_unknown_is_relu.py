"""Whatever is not known is relu. / 不认识的都当作 relu。"""
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
        for layer in self.layers[:-1]:
            x = layer(x)
            if self.name == "sigmoid":
                x = torch.sigmoid(x)
            elif self.name == "tanh":
                x = torch.tanh(x)
            elif self.name != "identity":
                x = torch.relu(x)
        return torch.softmax(self.layers[-1](x), dim=1)
