"""Conv2d is set, too. / 卷积层 Conv2d 也改了。"""
# notebook: forward_pass
# scores: test_initial_0=1.6

# %% initial_0
def initial_0(m):
    if isinstance(m, (nn.Linear, nn.Conv2d)):
        nn.init.constant_(m.weight, 0.0)
