"""log_softmax at the end. / 最后用了 log_softmax。"""
# notebook: forward_pass
# scores: test_model_forward=1.2
# misconception: log_softmax is softmax. / 以为 log_softmax 就是 softmax。
# hint: log_softmax gives logarithms; use softmax. / log_softmax 给出的是对数；请用 softmax。

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
        return F.log_softmax(self.output(s2), dim=1)
