"""forward squeezes a single row. / 只有一行时 forward 把它 squeeze 掉。"""
# notebook: forward_pass
# scores: test_model_forward=3.6
# misconception: The output may have another form. / 以为输出的形式可以不同。
# hint: Return one tensor of shape (n, out_features), also where n is 1. / 返回一个形状为 (n, out_features) 的张量，n 为 1 时也一样。

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
        return torch.softmax(self.output(s2), dim=1).squeeze()
