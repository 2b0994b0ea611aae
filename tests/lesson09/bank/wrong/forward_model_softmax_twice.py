"""softmax is applied twice. / softmax 做了两次。"""
# notebook: forward_pass
# scores: test_model_forward=2
# misconception: One more activation before or after softmax does no harm. / 以为 softmax 前后多一个激活函数没有关系。
# hint: softmax is applied once, to z of the output layer. / softmax 只做一次，直接作用于输出层的 z。

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
        return torch.softmax(torch.softmax(self.output(s2), dim=1), dim=1)
