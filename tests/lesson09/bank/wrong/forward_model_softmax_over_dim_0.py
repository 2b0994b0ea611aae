"""softmax goes along dim 0. / softmax 沿维度 0。"""
# notebook: forward_pass
# scores: test_model_forward=0.8
# misconception: Softmax goes over the samples. / 以为 softmax 沿样本方向计算。
# hint: The classes of one sample stand in a row: dim=1. / 一个样本的各类在同一行：用 dim=1。

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
        return torch.softmax(self.output(s2), dim=0)
