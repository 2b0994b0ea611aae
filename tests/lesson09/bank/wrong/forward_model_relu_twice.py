"""relu after both hidden layers. / 两个隐藏层都用 relu。"""
# notebook: forward_pass
# scores: test_model_forward=2
# misconception: Which activation follows which layer does not matter. / 以为哪一层后面用哪个激活函数都行。
# hint: relu after linear1, sigmoid after linear2. / linear1 之后是 relu，linear2 之后是 sigmoid。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.relu(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
