"""super is not called. / 没有调用 super。"""
# notebook: forward_pass
# scores: test_model_init=0 test_model_parameters=0 test_model_forward=0
# misconception: A network works without its parent's __init__. / 以为不调用父类的 __init__ 网络也能用。
# hint: Call super().__init__() first, before any layer is made. / 先调用 super().__init__()，再建各层。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
