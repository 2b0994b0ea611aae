"""softmax gives nested lists. / softmax 返回嵌套列表。"""
# notebook: activations
# scores: test_softmax=2.75
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% softmax
def softmax(z, dim):
    return torch.softmax(z, dim).tolist()
