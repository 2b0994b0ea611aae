"""Convolutions are set, too. / 卷积层也改了。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: Whatever has a weight is a Linear. / 以为有 weight 的就是 Linear。
# hint: Check with isinstance(m, nn.Linear) first. / 先用 isinstance(m, nn.Linear) 判断。

# %% initial_0
def initial_0(m):
    if isinstance(m, (nn.Linear, nn.Conv1d, nn.Conv2d)):
        nn.init.zeros_(m.weight)
