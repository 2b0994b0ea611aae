"""An unknown name is a KeyError. / 未知的名字抛出 KeyError。"""
# notebook: forward_pass
# scores: test_mlp=1.83
# misconception: You may have overlooked that a dict raises KeyError, not ValueError. / 你可能忽略了：字典抛出的是 KeyError，不是 ValueError。
# hint: Check the name first: if hidden not in ...: raise ValueError(...). / 先检查名字：if hidden not in ...: raise ValueError(...)。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        self.h = kinds[hidden]
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
