"""The last pair of sizes is left out. / 漏了最后一对大小。"""
# notebook: forward_pass
# scores: test_mlp=0.5
# misconception: You may be off by one layer. / 你可能多算或少算了一层。
# hint: k sizes make k - 1 layers: zip(sizes, sizes[1:]). / k 个大小得到 k - 1 层：zip(sizes, sizes[1:])。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        self.h = kinds[hidden]()
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes[:-2], sizes[1:-1]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
