"""Only the hidden sigmoid is said to fail. / 认为只有隐藏层 sigmoid 不行。"""
# notebook: hidden_layers
# scores: test_verdict=3
# misconception: A second layer is enough without an activation. / 以为没有激活函数，加一层也够。
# hint: Two affine layers are one: run xor_network with identity. / 两个仿射层等于一层：用 identity 运行 xor_network。

# %% verdict
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = {pair: pair[0] != "sigmoid" for pair in pairs}
