"""There is no softmax. / 没有 softmax。"""
# notebook: forward_pass
# scores: test_mlp=1
# misconception: You may have left out the last activation. / 你可能漏掉了最后的激活函数。
# hint: Apply softmax over dim 1 at the end. / 最后在 dim=1 上做 softmax。

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
            x = self.h(layer(x))
        return self.layers[-1](x)
