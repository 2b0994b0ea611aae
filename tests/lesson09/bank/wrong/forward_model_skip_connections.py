"""The input is added where the sizes are equal. / 大小相等时把输入加到输出上。"""
# notebook: forward_pass
# scores: test_model_forward=2
# misconception: What helps training belongs into every network. / 以为有助于训练的层哪里都该加。
# hint: Each layer gets the output of the layer before it, and nothing else. / 每一层只接受上一层的输出，别无其他。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        z1 = self.linear1(x)
        s1 = torch.relu(z1 + x if z1.shape == x.shape else z1)
        s2 = torch.sigmoid(self.linear2(s1))
        return torch.softmax(self.output(s2), dim=1)
