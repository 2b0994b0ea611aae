"""The output passes through sigmoid. / 输出用了 sigmoid。"""
# notebook: forward_pass
# scores: test_model_forward=1.2
# misconception: Any squashing function gives probabilities of classes. / 以为任何压缩函数都能给出各类的概率。
# hint: Only softmax makes each row sum to 1. / 只有 softmax 使每行之和为 1。

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
        return torch.sigmoid(self.output(s2))
