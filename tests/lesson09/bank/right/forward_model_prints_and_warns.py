"""forward prints, warns, and leaves out softmax's dim for a batch. / forward 里有打印和警告，softmax 没写 dim。"""
# notebook: forward_pass

# %% model
import warnings


class Model(nn.Module):
    def __init__(self, in_features=10, out_features=2):
        super().__init__()
        print("Model", in_features, out_features)
        self.linear1 = nn.Linear(in_features, 13)
        self.linear2 = nn.Linear(13, 8)
        self.output = nn.Linear(8, out_features)

    def forward(self, x):
        warnings.warn("forward")
        print(x.shape)
        s2 = torch.sigmoid(self.linear2(torch.relu(self.linear1(x))))
        return F.softmax(self.output(s2))
