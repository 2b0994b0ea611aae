"""The model returns its last z without softmax. / 模型直接返回最后的 z，没有 softmax。"""
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
        return self.output(torch.sigmoid(self.linear2(torch.relu(self.linear1(x)))))
