"""The first hidden layer is detached. / 第一个隐藏层被 detach 了。"""
# notebook: forward_pass
# scores: test_model_forward=3.6
# misconception: You may have cut off the gradient in forward. / 你可能在 forward 里切断了梯度。
# hint: Training starts from the output: no detach, no .data, no torch.no_grad() in forward. / 训练要从输出求梯度：forward 里不要用 detach、.data 或 torch.no_grad()。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x)).detach()
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
