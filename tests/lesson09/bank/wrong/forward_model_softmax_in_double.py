"""softmax is computed in float64. / softmax 用 float64 计算。"""
# notebook: forward_pass
# scores: test_model_forward=3.6
# misconception: float64 is as good as float32. / 以为 float64 可以代替 float32。
# hint: Print out.dtype: it should be torch.float32. / 打印 out.dtype：应为 torch.float32。

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
        return torch.softmax(self.output(s2), dim=1, dtype=torch.float64)
