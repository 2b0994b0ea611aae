"""The layers live in a ModuleList; the names point at them. / 各层在 ModuleList 里，名字指向它们。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(in_features, 13), nn.Linear(13, 8), nn.Linear(8, out_features)])

    @property
    def linear1(self):
        return self.layers[0]

    @property
    def linear2(self):
        return self.layers[1]

    @property
    def output(self):
        return self.layers[2]

    def forward(self, x):
        first, second, third = self.layers
        return F.softmax(third(torch.sigmoid(second(F.relu(first(x))))), dim=1)
