"""tanh gives nested lists. / tanh 返回嵌套列表。"""
# notebook: activations
# scores: test_tanh=1.6
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% tanh
def tanh(z):
    return torch.tanh(z).tolist()
