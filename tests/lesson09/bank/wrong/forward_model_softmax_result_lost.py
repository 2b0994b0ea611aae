"""The result of softmax is thrown away. / softmax 的结果没有留下。"""
# notebook: forward_pass
# scores: test_model_forward=1.2
# misconception: You may have left out the last activation. / 你可能漏掉了最后的激活函数。
# hint: Apply softmax over dim 1 at the end. / 最后在 dim=1 上做 softmax。

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
        z3 = self.output(s2)
        F.softmax(z3, dim=1)
        return z3
