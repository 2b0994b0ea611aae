"""requires_grad_ is turned off afterwards. / 之后关掉了 requires_grad_。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: A weight of 0 is frozen. / 以为置零的权重要冻结。
# hint: It must still be trainable: leave requires_grad. / 它仍应可训练：不要动 requires_grad。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        nn.init.zeros_(m.weight)
        m.weight.requires_grad_(False)
