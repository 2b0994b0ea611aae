"""20 and 3 are written into the layers. / 层里写死了 20 和 3。"""
# notebook: forward_pass
# scores: test_model_init=0 test_model_parameters=0 test_model_forward=1.6
# misconception: The sizes of the data at hand are the sizes of the network. / 以为当前数据的大小就是网络的大小。
# hint: Use in_features and out_features when the layers are made. / 建层时请用 in_features 和 out_features。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(20, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, 3)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
