"""Weights that solve XOR with steps. / 阶跃函数能用的权重。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: The hidden sigmoids need not come near 0 or 1. / 以为隐藏层的 sigmoid 不必接近 0 或 1。
# hint: Print the hidden sigmas; multiply all three weights of NAND and of OR. / 打印隐藏层的 sigma；把 NAND 和 OR 的三个权重都同乘一个大数。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([1.5, -1.0, -1.0])
    w_or = torch.tensor([-0.5, 1.0, 1.0])
    w_and = torch.tensor([-1.5, 1.0, 1.0])
    return w_nand, w_or, w_and
