"""The given weights a hundredfold, the output's as well. / 三组给定的权重都放大一百倍，但 OR 用成了 NAND。"""
# notebook: hidden_layers
# scores: test_rescue=0.8

# %% rescue
def rescued_weights():
    return 100 * W_NAND, 100 * W_NAND, 100 * W_AND
