"""The weights are lists. / 权重是列表。"""
# notebook: hidden_layers
# scores: test_rescue=3.2
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% rescue
def rescued_weights():
    w_nand = [30.0, -20.0, -20.0]
    w_or = [-10.0, 20.0, 20.0]
    w_and = [-30.0, 20.0, 20.0]
    return w_nand, w_or, w_and
