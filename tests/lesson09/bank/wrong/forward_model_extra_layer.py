"""There is one more hidden layer. / 多了一个隐藏层。"""
# notebook: forward_pass
# scores: test_model_parameters=0 test_model_forward=2
# misconception: What helps training belongs into every network. / 以为有助于训练的层哪里都该加。
# hint: The network has three linear layers and three activations, and nothing else. / 网络只有三个线性层和三个激活函数，别无其他。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)
        self.linear3 = nn.Linear(8, 8)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        s3 = torch.relu(self.linear3(s2))
        return torch.softmax(self.output(s3), dim=1)
