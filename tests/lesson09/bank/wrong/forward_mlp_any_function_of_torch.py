"""Any function of torch will do. / torch 里的任何函数都行。"""
# notebook: forward_pass
# scores: test_mlp=1.83

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        if hidden == "identity":
            self.h = lambda z: z
        elif hasattr(torch, hidden):
            self.h = getattr(torch, hidden)
        else:
            raise ValueError(hidden)
        self.layers = nn.ModuleList(nn.Linear(m, k) for m, k in zip(sizes, sizes[1:]))

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.h(layer(x))
        return torch.softmax(self.layers[-1](x), dim=1)
