"""requires_grad_ is turned off afterwards. / 之后关掉了 requires_grad_。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: A weight of 0 need not be the same trainable parameter any more. / 以为权重置零以后不必还是原来那个可训练的参数。
# hint: Change the numbers inside the same parameter and leave requires_grad alone: nn.init.zeros_(m.weight). / 只改原来那个参数里的数，不动 requires_grad：nn.init.zeros_(m.weight)。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.weight)
        m.weight.requires_grad_(False)
