"""A helper class stands between Model and nn.Module. / Model 与 nn.Module 之间有一个辅助类。"""
# notebook: forward_pass

# %% model
class Base(nn.Module):
    def count(self):
        return sum(p.numel() for p in self.parameters())


class Model(Base):
    """三层网络"""

    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        self.note = "Lesson 9"
        self.linear1 = nn.Linear(in_features=in_features, out_features=13)
        self.linear2 = nn.Linear(in_features=13, out_features=8)
        self.output = nn.Linear(in_features=8, out_features=out_features)

    def forward(self, x):
        hidden = self.hidden(x)
        return torch.softmax(self.output(hidden), dim=1)

    def hidden(self, x):
        return torch.sigmoid(self.linear2(torch.relu(self.linear1(x))))
