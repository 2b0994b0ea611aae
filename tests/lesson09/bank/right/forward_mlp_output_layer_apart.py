"""The hidden layers and the output layer stand apart. / 隐藏层与输出层分开。"""
# notebook: forward_pass

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        h = {"relu": nn.ReLU(), "sigmoid": nn.Sigmoid(), "tanh": nn.Tanh(), "identity": nn.Identity()}.get(hidden)
        if h is None:
            raise ValueError(f"unknown activation {hidden}")
        self.output = nn.Linear(sizes[-2], sizes[-1])
        self.hidden = nn.Sequential(*(nn.Sequential(nn.Linear(a, b), h) for a, b in zip(sizes[:-2], sizes[1:-1])))

    def forward(self, x):
        return nn.functional.softmax(self.output(self.hidden(x)), 1)
