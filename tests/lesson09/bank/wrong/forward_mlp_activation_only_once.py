"""Only the first layer is activated. / 只有第一层之后有激活函数。"""
# notebook: forward_pass
# scores: test_mlp=0.67
# misconception: One activation is enough for all hidden layers. / 以为一个激活函数就够所有隐藏层用。
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
