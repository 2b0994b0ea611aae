"""The hidden layers run under no_grad. / 隐藏层在 no_grad 下运行。"""
# notebook: forward_pass
# scores: test_mlp=1.83
# misconception: You may have cut off the gradient in forward. / 你可能在 forward 里切断了梯度。
# hint: Training starts from the output: no detach, no .data, no torch.no_grad() in forward. / 训练要从输出求梯度：forward 里不要用 detach、.data 或 torch.no_grad()。

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
        with torch.no_grad():
            for layer in self.layers[:-1]:
                x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
