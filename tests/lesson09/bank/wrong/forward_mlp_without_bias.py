"""No layer has a bias. / 各层都没有截距。"""
# notebook: forward_pass
# scores: test_mlp=1.67
# misconception: You may have forgotten a bias. / 你可能漏了截距。
# hint: Every layer here has a bias, which nn.Linear brings by default. / 这里每层都有截距，nn.Linear 默认就有。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        self.h = kinds[hidden]()
        self.layers = nn.ModuleList(nn.Linear(m, k, bias=False) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
