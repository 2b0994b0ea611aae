"""The form is chosen once, by whether all z are positive. / 由是否全为正数来统一选择写法。"""
# notebook: activations
# scores: test_sigmoid=1.4
# misconception: All numbers of a tensor are of one kind. / 以为张量里的数要么都大，要么都小。
# hint: Decide for each element, with torch.where. / 用 torch.where 逐元素判断。

# %% sigmoid
def sigmoid(z):
    if (z >= 0).all():
        return 1 / (1 + torch.exp(-z))
    return torch.exp(z) / (1 + torch.exp(z))
