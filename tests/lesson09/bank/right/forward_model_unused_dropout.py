"""A dropout layer is there, but not used. / 有 dropout 层，但没有用到。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2, p=0.5):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)
        self.dropout = nn.Dropout(p)
        self.register_buffer("seen", torch.zeros(1))

    def forward(self, x):
        x = torch.relu(self.linear1(x))
        # x = self.dropout(x)
        x = torch.sigmoid(self.linear2(x))
        return torch.softmax(self.output(x), dim=1)
