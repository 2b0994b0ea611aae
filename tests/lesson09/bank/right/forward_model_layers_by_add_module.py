"""The layers are registered by add_module. / 用 add_module 注册各层。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        nn.Module.__init__(self)
        self.add_module("linear1", nn.Linear(in_features, 13))
        self.add_module("linear2", nn.Linear(13, 8))
        self.register_module("output", nn.Linear(8, out_features))

    def forward(self, x):
        return self.output(self.linear2(self.linear1(x).relu()).sigmoid()).softmax(dim=1)
