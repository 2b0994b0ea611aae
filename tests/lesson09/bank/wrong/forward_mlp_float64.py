"""The layers are float64. / 各层都是 float64。"""
# notebook: forward_pass
# scores: test_mlp=1.83
# misconception: float64 is as good as float32. / 以为 float64 可以代替 float32。
# hint: Print out.dtype: it should be torch.float32. / 打印 out.dtype：应为 torch.float32。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        if hidden not in kinds:
            raise ValueError(f"unknown: {hidden}")
        self.h = kinds[hidden]
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))
        self.double()

    def forward(self, x):
        x = x.double()
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
