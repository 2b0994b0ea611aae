"""The layers are called fc1, fc2, fc3. / 层叫 fc1、fc2、fc3。"""
# notebook: forward_pass
# scores: test_model_init=1
# misconception: The names of the layers are free. / 以为层的名字可以随便取。
# hint: Use the names asked for: linear1, linear2, output. / 请用要求的名字：linear1、linear2、output。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.fc1 = nn.Linear(in_features, 13)
        self.fc2 = nn.Linear(13, 8)
        self.fc3 = nn.Linear(8, out_features)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.sigmoid(self.fc2(x))
        return torch.softmax(self.fc3(x), dim=1)
