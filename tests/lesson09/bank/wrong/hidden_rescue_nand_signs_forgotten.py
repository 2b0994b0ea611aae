"""The given weights times 100, NAND's without minus. / 乘以 100，但 NAND 丢了负号。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: NAND has the weights of AND. / 以为 NAND 的权重与 AND 相同。
# hint: NAND is AND with all three signs turned. / NAND 就是把 AND 的三个数全部变号。

# %% rescue
def rescued_weights():
    return 100 * W_AND, 100 * W_OR, 100 * W_AND
