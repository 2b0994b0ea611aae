"""The layers are declared from the last to the first. / 各层从后往前声明。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.output = nn.Linear(8, out_features)
        self.linear2 = nn.Linear(13, 8)
        self.linear1 = nn.Linear(in_features, 13)

    def forward(self, x):
        return torch.softmax(self.output(torch.sigmoid(self.linear2(torch.relu(self.linear1(x))))), 1)
