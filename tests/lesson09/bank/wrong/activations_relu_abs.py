"""The absolute value. / 取了绝对值。"""
# notebook: activations
# scores: test_relu=0
# misconception: relu drops the sign. / 以为 relu 只是去掉负号。
# hint: Negative numbers become 0. / 负数应变成 0。

# %% relu
def relu(z):
    return torch.abs(z)
