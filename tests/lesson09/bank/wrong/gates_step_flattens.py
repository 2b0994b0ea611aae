"""step flattens its input. / step 把输入拉平了。"""
# notebook: gates
# scores: test_step=1.56

# %% step
def step(z):
    return (z.reshape(-1) >= 0).float()
