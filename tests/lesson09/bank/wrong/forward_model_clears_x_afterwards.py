"""x is zeroed after its use. / 用完把 x 清零。"""
# notebook: forward_pass
# scores: test_model_forward=3.6
# misconception: The input may be changed. / 以为可以改动输入。
# hint: Make new tensors; leave x as it came. / 请建新张量，x 保持原样。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        out = torch.softmax(self.output(s2), dim=1)
        x.data.zero_()
        return out
