"""A list, and only for z of one dimension. / 返回列表，而且只适用于一维。"""
# notebook: activations
# scores: test_sigmoid=1.6
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% sigmoid
def sigmoid(z):
    return [1 / (1 + torch.exp(-v)).item() for v in z]
