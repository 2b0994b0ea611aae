"""AND's threshold is exactly 1. / AND 的阈值恰好是 1。"""
# notebook: hidden_layers
# scores: test_rescue=0.8
# misconception: One active hidden neuron is enough for the output. / 以为一个隐藏神经元激活就够了。
# hint: AND needs both: put its threshold midway between 1 and 2. / AND 要求两个都激活：阈值取在 1 与 2 的中间。

# %% rescue
def rescued_weights():
    w_nand = torch.tensor([30.0, -20.0, -20.0])
    w_or = torch.tensor([-10.0, 20.0, 20.0])
    w_and = torch.tensor([-1.0, 1.0, 1.0])
    return w_nand, w_or, w_and
