"""Weights and biases stand in ParameterLists. / 权重和截距放在 ParameterList 里。"""
# notebook: forward_pass

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        if hidden not in ("relu", "sigmoid", "tanh", "identity"):
            raise ValueError(hidden)
        self.weights = nn.ParameterList([nn.Parameter(torch.randn(k, m) / m**0.5) for m, k in zip(sizes, sizes[1:])])
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(k)) for k in sizes[1:]])
        self.h = (lambda z: z) if hidden == "identity" else getattr(torch, hidden)

    def forward(self, x):
        last = len(self.weights) - 1
        for i in range(last):
            x = self.h(F.linear(x, self.weights[i], self.biases[i]))
        return torch.softmax(x @ self.weights[last].T + self.biases[last], dim=1)
