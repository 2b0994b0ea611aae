"""forward uses F.linear with the layers' weights. / forward 用 F.linear 和各层的权重。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(in_features, 13), nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.maximum(F.linear(x, self.linear1.weight, self.linear1.bias), torch.zeros(1))
        s2 = torch.sigmoid(F.linear(s1, self.linear2.weight, self.linear2.bias))
        return F.log_softmax(F.linear(s2, self.output.weight, self.output.bias), dim=1).exp()
