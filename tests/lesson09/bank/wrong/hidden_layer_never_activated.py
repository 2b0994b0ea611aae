"""No activation is applied. / 没有使用激活函数。"""
# notebook: hidden_layers
# scores: test_layer=1.14 test_xor_network=0.6 test_verdict=2
# misconception: One activation serves for all names. / 以为一种激活函数就够用。
# hint: Use the argument: another name, another function. / 要用到参数：名字不同，函数也不同。

# %% layer
def layer(W, x, b, h):
    z = W @ x + b
    return z
