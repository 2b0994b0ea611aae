"""Model inherits from nn.Sequential with named parts. / Model 继承 nn.Sequential，各部分有名字。"""
# notebook: forward_pass

# %% model
from collections import OrderedDict


class Model(nn.Sequential):
    def __init__(self, in_features=10, out_features=2):
        super().__init__(
            OrderedDict(
                linear1=nn.Linear(in_features, 13),
                relu=nn.ReLU(),
                linear2=nn.Linear(13, 8),
                sigmoid=nn.Sigmoid(),
                output=nn.Linear(8, out_features),
                softmax=nn.Softmax(dim=1),
            )
        )
