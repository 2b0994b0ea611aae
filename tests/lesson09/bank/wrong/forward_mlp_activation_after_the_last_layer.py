"""The last layer has the hidden activation, too. / 最后一层也用了隐藏层的激活函数。"""
# notebook: forward_pass
# scores: test_mlp=1
# misconception: Every layer is followed by the hidden activation. / 以为每一层之后都有隐藏层的激活函数。
# hint: The last layer is followed by softmax alone. / 最后一层之后只有 softmax。

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
        for layer in self.layers:
            x = self.h(layer(x))
        return torch.softmax(x, dim=1)
