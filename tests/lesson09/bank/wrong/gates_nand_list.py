"""NAND gives a list. / NAND 返回列表。"""
# notebook: gates
# scores: test_nand=2.73 test_xor=4.5
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% nand_gate
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    return [float(row @ w_nand >= 0) for row in X]
