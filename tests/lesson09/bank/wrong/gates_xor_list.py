"""XOR gives a list. / XOR 返回列表。"""
# notebook: gates
# scores: test_xor=5.5
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% xor_gate
def XOR(X):
    n = NAND(X)
    return AND(torch.stack([torch.ones_like(n), n, OR(X)], dim=1)).tolist()
