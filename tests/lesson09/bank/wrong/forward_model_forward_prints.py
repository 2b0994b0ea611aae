"""forward prints and returns nothing. / forward 只打印，没有返回。"""
# notebook: forward_pass
# scores: test_model_forward=0
# misconception: Printing a result returns it. / 以为打印就是返回。
# hint: End the function with return. / 函数最后要有 return。

# %% model
class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        s1 = torch.relu(self.linear1(x))
        s2 = torch.sigmoid(self.linear2(s1))
        print(torch.softmax(self.output(s2), dim=1))
