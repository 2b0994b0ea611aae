"""The sigmoid of each number. / 对每个数取 sigmoid。"""
# notebook: activations
# scores: test_softmax=0
# misconception: Softmax looks at each number alone. / 以为 softmax 逐个数计算。
# hint: A group adds up to 1: divide by its sum. / 一组之和为 1：要除以总和。

# %% softmax
def softmax(z, dim):
    return torch.sigmoid(z)
