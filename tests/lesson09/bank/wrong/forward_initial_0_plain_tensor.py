"""A plain tensor is assigned. / 赋了一个普通张量。"""
# notebook: forward_pass
# scores: test_initial_0=0
# misconception: The weight may be exchanged for another. / 以为可以换上另一个权重。
# hint: Change the numbers inside the same parameter, such as nn.init.zeros_(m.weight). / 改原来那个参数里的数，例如 nn.init.zeros_(m.weight)。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        m.weight = torch.zeros_like(m.weight)
