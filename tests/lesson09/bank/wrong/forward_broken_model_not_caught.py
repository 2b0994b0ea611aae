"""The exception is not caught. / 没有接住异常。"""
# notebook: forward_pass
# scores: test_broken_model=0
# misconception: An exception need not be caught. / 以为异常不用接住。
# hint: Build the network inside try, and catch the exception with except Exception as e. / 把建网络放在 try 里，用 except Exception as e 接住。

# %% broken_model
def error_without_super():
    class Broken(nn.Module):
        def __init__(self):
            self.linear1 = nn.Linear(2, 1)

    Broken()
    return "AttributeError"
