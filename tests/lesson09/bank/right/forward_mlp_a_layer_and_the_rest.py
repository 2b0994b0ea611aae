"""Each network holds a layer and the rest of the network. / 每个网络是一层加上其余的网络。"""
# notebook: forward_pass

# %% mlp
class Rest(nn.Module):
    def __init__(self, sizes, h):
        super().__init__()
        输入, 输出, *其余 = sizes
        self.linear = nn.Linear(输入, 输出)
        self.h = h
        self.rest = Rest([输出, *其余], h) if 其余 else None

    def forward(self, x):
        z = self.linear(x)
        return z if self.rest is None else self.rest(self.h(z))


class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        table = dict(relu=nn.ReLU(), sigmoid=nn.Sigmoid(), tanh=nn.Tanh(), identity=nn.Identity())
        if hidden not in table:
            raise ValueError(hidden)
        self.body = Rest(list(sizes), table[hidden])

    def forward(self, x):
        print("MLP", x.shape)
        return self.body(x).softmax(dim=1)
