"""Layers of the same size are one layer. / 同样大小的层成了同一层。"""
# notebook: forward_pass
# scores: test_mlp=1.67
# misconception: Layers of one object or one size may be shared. / 以为可以共用同一个层对象，或同样大小的层。
# hint: Make a new nn.Linear for each pair of sizes. / 每两个相邻的大小都新建一个 nn.Linear。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        self.h = kinds[hidden]()
        self.sizes = list(sizes)
        self.layers = nn.ModuleDict()
        for m, k in zip(sizes, sizes[1:]):
            self.layers[f"{m}-{k}"] = nn.Linear(m, k)

    def forward(self, x):
        pairs = list(zip(self.sizes, self.sizes[1:]))
        for m, k in pairs[:-1]:
            x = self.h(self.layers[f"{m}-{k}"](x))
        m, k = pairs[-1]
        return torch.softmax(self.layers[f"{m}-{k}"](x), dim=1)
