"""The activations are modules. / 激活函数是模块。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.relu = nn.ReLU()
        self.linear2 = nn.Linear(13, 8)
        self.sigmoid = nn.Sigmoid()
        self.output = nn.Linear(8, out_features)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x):
        x = self.relu(self.linear1(x))
        x = self.sigmoid(self.linear2(x))
        return self.softmax(self.output(x))
