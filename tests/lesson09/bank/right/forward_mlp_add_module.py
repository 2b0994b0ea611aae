"""The layers are registered one by one, the activation is a function. / 逐层注册，激活用函数。"""
# notebook: forward_pass

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super(MLP, self).__init__()
        functions = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "identity": lambda z: z}
        if hidden not in functions:
            raise ValueError(hidden)
        self.h = functions[hidden]
        self.count = len(sizes) - 1
        for i in range(self.count):
            self.add_module(f"linear{i + 1}", nn.Linear(sizes[i], sizes[i + 1]))

    def forward(self, x):
        for i in range(1, self.count):
            x = self.h(getattr(self, f"linear{i}")(x))
        return F.softmax(getattr(self, f"linear{self.count}")(x), dim=1)
