"""The bias is copied, though it may be None. / 备份了截距，而它可能是 None。"""
# notebook: forward_pass
# scores: test_initial_0=1.6
# misconception: Every Linear has a bias. / 以为每个 Linear 都有截距。
# hint: m.bias may be None; only touch the weight. / m.bias 可能是 None；只动权重。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        bias = m.bias.detach().clone()
        nn.init.zeros_(m.weight)
        m.bias.data.copy_(bias)
