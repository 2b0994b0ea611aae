"""step is a lambda. / step 是一个 lambda。"""
# notebook: gates

# %% step
step = lambda z: torch.ge(z, 0).float()  # noqa: E731
