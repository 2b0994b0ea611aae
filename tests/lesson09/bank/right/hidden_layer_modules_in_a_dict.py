"""The dict holds nn modules. / 字典里放的是 nn 模块。"""
# notebook: hidden_layers

# %% layer
class Step(nn.Module):
    def forward(self, z):
        return torch.heaviside(z, torch.ones(()))


H = {"identity": nn.Identity(), "step": Step(), "sigmoid": nn.Sigmoid(), "relu": nn.ReLU(), "tanh": nn.Tanh()}


def layer(W, x, b, h):
    try:
        function = H[h]
    except KeyError:
        raise ValueError(f"{h} is none of {list(H)}") from None
    return function(W @ x + b)
