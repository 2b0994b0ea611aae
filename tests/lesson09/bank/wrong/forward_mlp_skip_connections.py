"""The input is added where the sizes are equal. / 大小相等时把输入加到输出上。"""
# notebook: forward_pass
# scores: test_mlp=1.5
# misconception: What helps training belongs into every network. / 以为有助于训练的层哪里都该加。
# hint: Each layer gets the output of the layer before it, and nothing else. / 每一层只接受上一层的输出，别无其他。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        if hidden not in kinds:
            raise ValueError(f"unknown: {hidden}")
        self.h = kinds[hidden]
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            y = self.h(layer(x))
            x = x + y if x.shape == y.shape else y
        return torch.softmax(self.layers[-1](x), dim=1)
