"""type(m) == nn.Linear misses subclasses. / type(m) == nn.Linear 漏掉子类。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: A subclass of Linear is no Linear. / 以为 Linear 的子类不是 Linear。
# hint: Ask isinstance(m, nn.Linear). / 用 isinstance(m, nn.Linear) 判断。

# %% initial_0
def initial_0(m):
    if type(m) == nn.Linear:
        m.weight.data.fill_(0)
