"""A Sequential holds the named layers once more. / 用 Sequential 再次串起有名字的层。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)
        self.net = nn.Sequential(
            self.linear1, nn.ReLU(), self.linear2, nn.Sigmoid(), self.output, nn.Softmax(dim=1)
        )

    def forward(self, x):
        return self.net(x)
