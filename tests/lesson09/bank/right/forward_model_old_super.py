"""super in its old spelling, F.relu, dim=-1. / super 的老写法，F.relu，dim=-1。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super(Model, self).__init__()
        self.linear1 = nn.Linear(in_features, 13, bias=True)
        self.linear2 = nn.Linear(13, 8, bias=True)
        self.output = nn.Linear(8, out_features, bias=True)

    def forward(self, x):
        z1 = self.linear1(x)
        sigma1 = F.relu(z1)
        z2 = self.linear2(sigma1)
        sigma2 = F.sigmoid(z2)
        z3 = self.output(sigma2)
        sigma3 = F.softmax(z3, dim=-1)
        return sigma3
