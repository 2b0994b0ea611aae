"""NAND has the weights of AND. / NAND 用了 AND 的权重。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: NAND has the weights of AND. / 以为 NAND 的权重与 AND 相同。
# hint: NAND is AND with all three signs turned. / NAND 就是把 AND 的三个数全部变号。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([-30.0, 20.0, 20.0])
    w_or = torch.tensor([-10.0, 20.0, 20.0])
    w_and = torch.tensor([-30.0, 20.0, 20.0])
    return w_nand, w_or, w_and
