"""The message comes back. / 返回了异常信息。"""
# notebook: forward_pass
# scores: test_broken_model=0
# misconception: The message of an exception is its name. / 以为异常的信息就是它的名字。
# hint: Return type(e).__name__. / 返回 type(e).__name__。

# %% broken_model
def error_without_super():
    class Broken(nn.Module):
        def __init__(self):
            self.linear1 = nn.Linear(2, 1)

    try:
        Broken()
    except Exception as e:
        return str(e)
