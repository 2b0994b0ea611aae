"""forward chooses the activation by match. / forward 里用 match 选激活函数。"""
# notebook: forward_pass

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        if hidden not in {"relu", "sigmoid", "tanh", "identity"}:
            raise ValueError("unknown: " + str(hidden))
        self.hidden = hidden
        self.linears = nn.ModuleList([nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)])

    def activate(self, z):
        match self.hidden:
            case "relu":
                return F.relu(z)
            case "sigmoid":
                return z.sigmoid()
            case "tanh":
                return z.tanh()
        return z

    def forward(self, x):
        for i, linear in enumerate(self.linears):
            z = linear(x)
            x = self.activate(z) if i < len(self.linears) - 1 else torch.softmax(z, dim=-1)
        return x
