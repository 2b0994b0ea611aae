"""softmax goes along dim 0. / softmax 沿维度 0。"""
# notebook: forward_pass
# scores: test_mlp=1
# misconception: Softmax goes over the samples. / 以为 softmax 沿样本方向计算。
# hint: The classes of one sample stand in a row: dim=1. / 一个样本的各类在同一行：用 dim=1。

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
        return torch.softmax(self.layers[-1](x), dim=0)
