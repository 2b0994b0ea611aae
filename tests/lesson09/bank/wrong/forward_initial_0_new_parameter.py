"""A new parameter takes the place of the old one. / 换上一个新的参数。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: A weight of 0 need not be the same trainable parameter any more. / 以为权重置零以后不必还是原来那个可训练的参数。
# hint: Change the numbers inside the same parameter and leave requires_grad alone: nn.init.zeros_(m.weight). / 只改原来那个参数里的数，不动 requires_grad：nn.init.zeros_(m.weight)。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        m.weight = nn.Parameter(torch.zeros(m.out_features, m.in_features))
