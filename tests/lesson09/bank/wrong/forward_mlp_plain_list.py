"""The layers stand in a plain list. / 层放在普通列表里。"""
# notebook: forward_pass
# scores: test_mlp=0.67
# misconception: nn.Module finds layers in a plain list. / 以为 nn.Module 能看到普通列表里的层。
# hint: Assign layers to self, or use nn.ModuleList. / 把层直接赋给 self，或用 nn.ModuleList。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        self.h = kinds[hidden]()
        self.layers = [nn.Linear(m, k) for m, k in zip(sizes, sizes[1:])]

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
