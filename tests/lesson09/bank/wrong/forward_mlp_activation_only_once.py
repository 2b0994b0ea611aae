"""Only the first layer is activated. / 只有第一层之后有激活函数。"""
# notebook: forward_pass
# scores: test_mlp=1
# misconception: Only the first hidden layer needs an activation. / 以为只有第一个隐藏层需要激活函数。
# hint: Every hidden layer is followed by hidden. / 每个隐藏层之后都要有 hidden。

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
        for i, layer in enumerate(self.layers[:-1]):
            x = self.h(layer(x)) if i == 0 else layer(x)
        return torch.softmax(self.layers[-1](x), dim=1)
