"""The given hidden weights times 100; AND stays. / 给定的隐藏层权重乘以 100，与门不变。"""
# notebook: hidden_layers

# %% rescue
def rescued_weights():
    return W_NAND * 100, W_OR * 100, W_AND.clone()
