"""A new Model is asked; params is not used. / 问的是新建的 Model，没有用 params。"""
# notebook: forward_pass
# scores: test_manual_forward=0.29
# misconception: The network is at hand, so params is not needed. / 以为有现成的网络，不需要 params。
# hint: Use the tensors in params. / 请用 params 里的张量。

# %% manual_forward
def manual_forward(x, params):
    return Model(x.shape[1], 3)(x)
