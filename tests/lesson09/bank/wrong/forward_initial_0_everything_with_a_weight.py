"""Whatever has a weight is set. / 有 weight 的都改。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: Whatever has a weight is a Linear. / 以为有 weight 的就是 Linear。
# hint: Check with isinstance(m, nn.Linear) first. / 先用 isinstance(m, nn.Linear) 判断。

# %% initial_0
def initial_0(m):
    if hasattr(m, "weight"):
        nn.init.zeros_(m.weight)
