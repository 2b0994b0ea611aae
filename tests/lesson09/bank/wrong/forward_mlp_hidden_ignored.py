"""relu, whatever hidden says. / 无论 hidden 是什么都用 relu。"""
# notebook: forward_pass
# scores: test_mlp=1.5
# misconception: One activation serves for all names. / 以为一个激活函数就够了，名字不重要。
# hint: Look hidden up, and use the function that it names. / 查出 hidden 所指的函数并使用它。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        self.h = kinds[hidden]()
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
