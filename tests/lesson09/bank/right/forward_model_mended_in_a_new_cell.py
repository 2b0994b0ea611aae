"""A later cell mends forward. / 后面的单元格改正了 forward。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        return self.output(self.linear2(self.linear1(x)))

# %% new
def forward(self, x):
    return F.softmax(self.output(torch.sigmoid(self.linear2(F.relu(self.linear1(x))))), dim=1)


Model.forward = forward
