"""The defaults are 20 and 3. / 默认值写成了 20 和 3。"""
# notebook: forward_pass
# scores: test_model_init=1
# misconception: The defaults are the sizes of the data, or may be left out. / 以为默认值是数据的大小，或可以不写。
# hint: The defaults are in_features=10 and out_features=2. / 默认值是 in_features=10、out_features=2。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=20, out_features=3):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
