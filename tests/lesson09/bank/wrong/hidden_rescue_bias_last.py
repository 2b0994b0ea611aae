"""The bias is the last of the three. / 截距写在最后。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: The bias is the last of the three weights. / 以为截距是三个权重中的最后一个。
# hint: The order is [b, w1, w2]. / 顺序是 [b, w1, w2]。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([-20.0, -20.0, 30.0])
    w_or = torch.tensor([20.0, 20.0, -10.0])
    w_and = torch.tensor([20.0, 20.0, -30.0])
    return w_nand, w_or, w_and
