"""W and b are nested lists. / W 和 b 是嵌套列表。"""
# notebook: hidden_layers
# scores: test_collapse=4.55
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% collapse
def collapse(W1, b1, W2, b2):
    return (W2 @ W1).tolist(), (W2 @ b1 + b2).tolist()
