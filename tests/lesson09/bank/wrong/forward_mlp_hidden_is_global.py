"""The activation is a global name. / 激活函数是全局变量。"""
# notebook: forward_pass
# scores: test_mlp=1.83
# misconception: Two networks of one class are always alike. / 以为同一个类的网络总是一样的。
# hint: Keep on self what belongs to one network. / 属于某一个网络的东西要放在 self 上。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        global chosen_activation
        kinds = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        if hidden not in kinds:
            raise ValueError(f"unknown: {hidden}")
        chosen_activation = kinds[hidden]
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = chosen_activation(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
