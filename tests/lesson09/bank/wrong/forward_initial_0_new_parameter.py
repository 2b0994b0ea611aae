"""A new parameter takes the place of the old one. / 换上一个新的参数。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: The weight may be exchanged for another. / 以为可以换上另一个权重。
# hint: Change the numbers inside the same parameter, such as nn.init.zeros_(m.weight). / 改原来那个参数里的数，例如 nn.init.zeros_(m.weight)。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        m.weight = nn.Parameter(torch.zeros(m.out_features, m.in_features))
