"""The activations are written out. / 激活函数手写。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = self.linear1(x).clamp(min=0)
        s2 = 1 / (1 + torch.exp(-self.linear2(s1)))
        z3 = self.output(s2)
        e = torch.exp(z3 - z3.max(dim=1, keepdim=True).values)
        return e / e.sum(dim=1, keepdim=True)
