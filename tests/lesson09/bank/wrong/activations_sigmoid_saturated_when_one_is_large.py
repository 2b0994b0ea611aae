"""One large z turns the whole result into 0 and 1. / 只要有一个 z 很大，全部结果都变成 0 和 1。"""
# notebook: activations
# scores: test_sigmoid=1.4
# misconception: All numbers of a tensor are of one kind. / 以为张量里的数要么都大，要么都小。
# hint: Decide for each element, with torch.where. / 用 torch.where 逐元素判断。

# %% sigmoid
def sigmoid(z):
    if z.abs().max() > 88:
        return (z > 0).float()
    return 1 / (1 + torch.exp(-z))
