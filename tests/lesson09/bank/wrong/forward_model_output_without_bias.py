"""The last layer has no bias. / 最后一层没有截距。"""
# notebook: forward_pass
# scores: test_model_parameters=0
# misconception: You may have forgotten a bias. / 你可能漏了截距。
# hint: Every layer here has a bias, which nn.Linear brings by default. / 这里每层都有截距，nn.Linear 默认就有。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features, bias=False)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
