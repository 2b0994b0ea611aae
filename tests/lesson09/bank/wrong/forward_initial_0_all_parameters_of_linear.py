"""All parameters of a Linear become 0. / Linear 的所有参数都置零。"""
# notebook: forward_pass
# scores: test_initial_0=0
# misconception: A layer's bias is one of its weights. / 以为截距也是权重。
# hint: Leave m.bias as it is. / 不要改动 m.bias。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            p.data.zero_()
