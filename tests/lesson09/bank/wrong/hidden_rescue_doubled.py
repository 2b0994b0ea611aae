"""All weights are doubled. / 所有权重都乘以 2。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: The hidden sigmoids need not come near 0 or 1. / 以为隐藏层的 sigmoid 不必接近 0 或 1。
# hint: Print the hidden sigmas; multiply all three weights of NAND and of OR. / 打印隐藏层的 sigma；把 NAND 和 OR 的三个权重都同乘一个大数。

# %% rescue
def rescued_weights():
    return 2 * W_NAND, 2 * W_OR, 2 * W_AND
