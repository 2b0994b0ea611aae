"""The layers below m are set, not m. / 改的是 m 下面的层，而不是 m。"""
# notebook: forward_pass
# scores: test_initial_0=1.2
# misconception: m is always the whole network. / 以为 m 总是整个网络。
# hint: net.apply calls it with each module; m may be the Linear itself. / net.apply 对每个模块调用一次；m 可能就是 Linear 本身。

# %% initial_0
def initial_0(m):
    for layer in m.children():
        if isinstance(layer, nn.Linear):
            nn.init.zeros_(layer.weight)
