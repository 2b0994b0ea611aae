"""sizes is emptied. / sizes 被 pop 空。"""
# notebook: forward_pass
# scores: test_mlp=1.67
# misconception: The list sizes belongs to the network. / 以为 sizes 归网络所有，可以改动。
# hint: Read sizes without pop, insert or append; it belongs to the caller. / 只读取 sizes，不要 pop、insert 或 append；它属于调用者。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        self.h = kinds[hidden]()
        self.layers = nn.ModuleList()
        m = sizes.pop(0)
        while sizes:
            k = sizes.pop(0)
            self.layers.append(nn.Linear(m, k))
            m = k

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
