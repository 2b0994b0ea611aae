"""Every layer is a step. / 每一层都用阶跃。"""
# notebook: hidden_layers
# scores: test_layer=0.86 test_xor_network=0.6 test_verdict=2
# misconception: One activation serves for all names. / 以为一种激活函数就够用。
# hint: Use the argument: another name, another function. / 要用到参数：名字不同，函数也不同。

# %% layer
def layer(W, x, b, h):
    return (W @ x + b >= 0).float()
