"""The layers are of a class of one's own. / 层用的是自己写的类。"""
# notebook: forward_pass
# scores: test_model_init=1
# misconception: A layer of one's own is as good as nn.Linear. / 以为自己写的层可以代替 nn.Linear。
# hint: Here the three layers must be nn.Linear. / 这里三层都要用 nn.Linear。

# %% model
class Dense(nn.Module):
    def __init__(self, m, k):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(k, m))
        self.bias = nn.Parameter(torch.zeros(k))

    def forward(self, x):
        return x @ self.weight.T + self.bias


class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = Dense(in_features, 13)
        self.linear2 = Dense(13, 8)
        self.output = Dense(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
