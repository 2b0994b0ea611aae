"""step rounds the sigmoid, 0.5 to 0. / 对 sigmoid 取整，0.5 变成 0。"""
# notebook: gates
# scores: test_step=0.89
# misconception: step uses > instead of >=. / step 用了 > 而不是 >=。
# hint: step(0) is 1 here: compare with >=. / 这里 step(0) = 1，请用 >= 比较。

# %% step
def step(z):
    return torch.round(torch.sigmoid(z)).float()
