"""Computed in float64, given back in float32. / 用 float64 计算，返回 float32。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        x = x.double()
        s1 = F.linear(x, self.linear1.weight.double(), self.linear1.bias.double()).relu()
        s2 = F.linear(s1, self.linear2.weight.double(), self.linear2.bias.double()).sigmoid()
        return F.linear(s2, self.output.weight.double(), self.output.bias.double()).softmax(dim=1).float()
