"""The layers stand in a plain list. / 层放在普通列表里。"""
# notebook: forward_pass
# scores: test_model_init=0 test_model_parameters=0 test_model_forward=2
# misconception: nn.Module finds layers in a plain list. / 以为 nn.Module 能看到普通列表里的层。
# hint: Assign layers to self, or use nn.ModuleList. / 把层直接赋给 self，或用 nn.ModuleList。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.layers = [nn.Linear(in_features, 13), nn.Linear(13, 8), nn.Linear(8, out_features)]

    def forward(self, x):
        x = torch.relu(self.layers[0](x))
        x = torch.sigmoid(self.layers[1](x))
        return torch.softmax(self.layers[2](x), dim=1)
