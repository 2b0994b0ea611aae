"""All parameters of a Linear become 0. / Linear 的所有参数都置零。"""
# notebook: forward_pass
# scores: test_initial_0=1.2
# misconception: You may have set the bias to 0 as well. / 你可能把截距也置零了。
# hint: Leave m.bias as it is. / 不要改动 m.bias。

# %% initial_0
def initial_0(m):
    if isinstance(m, nn.Linear):
        for p in m.parameters():
            p.data.zero_()
