"""sigmoid gives a list. / sigmoid 返回列表。"""
# notebook: activations
# scores: test_sigmoid=1.6
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% sigmoid
def sigmoid(z):
    return torch.sigmoid(z).tolist()
