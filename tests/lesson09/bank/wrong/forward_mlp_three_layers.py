"""There are always three layers. / 总是三层。"""
# notebook: forward_pass
# scores: test_mlp=1
# misconception: Every network has three layers. / 以为网络总是三层。
# hint: sizes may be of any length; go through its neighbours. / sizes 可以任意长；依次取相邻的两个数。

# %% mlp
class MLP(nn.Module):
    def __init__(self, sizes, hidden="relu"):
        super().__init__()
        kinds = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "identity": nn.Identity}
        if hidden not in kinds:
            raise ValueError(hidden)
        self.h = kinds[hidden]()
        self.linear1 = nn.Linear(sizes[0], sizes[1])
        self.linear2 = nn.Linear(sizes[1], sizes[2])
        self.output = nn.Linear(sizes[2], sizes[3])

    def forward(self, x):
        x = self.h(self.linear1(x))
        x = self.h(self.linear2(x))
        return torch.softmax(self.output(x), dim=1)
