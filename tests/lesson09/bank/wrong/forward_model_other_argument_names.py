"""The arguments have other names. / 参数用了别的名字。"""
# notebook: forward_pass
# scores: test_model_init=1.5
# misconception: The names of the arguments are free. / 以为参数的名字可以随便取。
# hint: Model(in_features=7, out_features=4) must work. / Model(in_features=7, out_features=4) 要能运行。

# %% model
class Model(nn.Module):
    def __init__(self, n_in=10, n_out=2):
        super().__init__()
        self.linear1 = nn.Linear(n_in, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, n_out)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
