"""step gives a list. / step 返回列表。"""
# notebook: gates
# scores: test_step=1.11 test_and=2.73 test_or=2.73 test_nand=2.73 test_xor=4.5
# misconception: A list or an array is as good as a tensor. / 以为列表或数组可以代替张量。
# hint: Return a torch tensor, so that the next function can go on with it. / 请返回 torch 张量，后面的函数才能接着用。

# %% step
def step(z):
    return [1.0 if v >= 0 else 0.0 for v in z]
