"""Local names are Chinese. / 变量名用中文。"""
# notebook: forward_pass

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        第一层, 第二层 = 13, 8
        self.linear1 = nn.Linear(in_features, 第一层)
        self.linear2 = nn.Linear(第一层, 第二层)
        self.output = nn.Linear(第二层, out_features)

    def forward(self, 输入):
        隐藏一 = torch.relu(self.linear1(输入))
        隐藏二 = torch.sigmoid(self.linear2(隐藏一))
        return torch.softmax(self.output(隐藏二), dim=1)
