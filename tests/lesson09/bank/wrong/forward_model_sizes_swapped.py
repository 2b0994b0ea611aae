"""8 and 13 are swapped. / 8 与 13 颠倒了。"""
# notebook: forward_pass
# scores: test_model_init=1 test_model_parameters=0
# misconception: The order of the layer sizes does not matter. / 以为层大小的次序无关紧要。
# hint: in_features -> 13 -> 8 -> out_features, read from left to right. / 从左到右：in_features -> 13 -> 8 -> out_features。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 8)
        self.linear2 = nn.Linear(8, 13)
        self.output = nn.Linear(13, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
