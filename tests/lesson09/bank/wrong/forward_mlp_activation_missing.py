"""Nothing stands between the layers. / 层与层之间没有激活函数。"""
# notebook: forward_pass
# scores: test_mlp=1
# misconception: You may have left out an activation between layers. / 你可能漏掉了层与层之间的激活函数。
# hint: Each layer is followed by its activation: relu, sigmoid, softmax. / 每一层后面都有激活函数：relu、sigmoid、softmax。

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
            x = layer(x)
        return torch.softmax(self.layers[-1](x), dim=1)
