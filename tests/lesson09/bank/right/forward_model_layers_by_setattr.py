"""The layers are made in a loop. / 用循环建各层。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        sizes = {"linear1": (in_features, 13), "linear2": (13, 8), "output": (8, out_features)}
        for name, (m, k) in sizes.items():
            setattr(self, name, nn.Linear(m, k))

    def forward(self, x):
        for name, h in (("linear1", torch.relu), ("linear2", torch.sigmoid), ("output", nn.Softmax(1))):
            x = h(getattr(self, name)(x))
        return x
