"""The type is asked from sys. / 类型取自 sys.exc_info()。"""
# notebook: forward_pass

# %% broken_model
import sys


def error_without_super():
    class Model2(nn.Module):
        def __init__(self, in_features=10, out_features=2):
            self.linear1 = nn.Linear(in_features, 13)
            self.output = nn.Linear(13, out_features)

    name = None
    try:
        Model2(20, 3)
    except BaseException:
        name = sys.exc_info()[0].__name__
    finally:
        print("done")
    return name
