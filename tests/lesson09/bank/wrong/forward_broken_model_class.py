"""The class comes back. / 返回了异常的类。"""
# notebook: forward_pass
# scores: test_broken_model=0
# misconception: The exception or its class is as good as its name. / 以为异常对象或它的类可以代替名字。
# hint: Return a string: type(e).__name__. / 返回字符串：type(e).__name__。

# %% broken_model
def error_without_super():
    class Broken(nn.Module):
        def __init__(self):
            self.linear1 = nn.Linear(2, 1)

    try:
        Broken()
    except Exception as e:
        return type(e)
