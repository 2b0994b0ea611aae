"""relu is missing. / 漏掉了 relu。"""
# notebook: forward_pass
# scores: test_model_forward=2
# misconception: You may have left out an activation between layers. / 你可能漏掉了层与层之间的激活函数。
# hint: Each layer is followed by its activation: relu, sigmoid, softmax. / 每一层后面都有激活函数：relu、sigmoid、softmax。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = self.linear1(x)
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
