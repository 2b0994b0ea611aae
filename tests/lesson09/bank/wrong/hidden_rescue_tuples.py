"""The weights are tuples. / 权重是元组。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% rescue
def rescued_weights():
    return (30, -20, -20), (-10, 20, 20), (-30, 20, 20)
