"""identity is not known. / 没有 identity。"""
# notebook: forward_pass
# scores: test_mlp=1.33
# misconception: You may have forgotten one of the four names. / 你可能漏了四个名字中的一个。
# hint: hidden is a string; look the function up, identity too. / hidden 是字符串；据此查出函数，identity 也要有。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        self.h = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[hidden]
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
