"""out_features comes first. / out_features 写在前面。"""
# notebook: forward_pass
# scores: test_model_init=1
# misconception: The order of the arguments does not matter. / 以为参数的顺序无关紧要。
# hint: Model(20, 3) has 20 features: in_features comes first. / Model(20, 3) 有 20 个特征：in_features 在前。

# %% model
class Model(nn.Module):
    def __init__(self, out_features=2, in_features=10):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
