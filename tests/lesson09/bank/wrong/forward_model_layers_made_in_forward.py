"""The layers are made in forward. / 在 forward 里建层。"""
# notebook: forward_pass
# scores: test_model_init=0 test_model_parameters=0 test_model_forward=1.6
# misconception: Layers may be made anew at each call. / 以为每次调用时都可以新建层。
# hint: Make layers once, in __init__; forward only uses them. / 层只在 __init__ 里建一次，forward 只使用它们。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.m, self.k = in_features, out_features

    def forward(self, x):
        x = torch.relu(nn.Linear(self.m, 13)(x))
        x = torch.sigmoid(nn.Linear(13, 8)(x))
        return torch.softmax(nn.Linear(8, self.k)(x), dim=1)
