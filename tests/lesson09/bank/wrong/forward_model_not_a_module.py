"""Model does not inherit from nn.Module. / Model 没有继承 nn.Module。"""
# notebook: forward_pass
# scores: test_model_init=0 test_model_parameters=0 test_model_forward=0
# misconception: A class with layers is a network by itself. / 以为有层的类就是网络。
# hint: Inherit from nn.Module: class Model(nn.Module). / 继承 nn.Module：class Model(nn.Module)。

# %% model
class Model:
    def __init__(self, in_features=10, out_features=2):
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
