"""The hidden identity is said to solve XOR. / 认为隐藏层恒等函数也能解决。"""
# notebook: hidden_layers
# scores: test_verdict=3
# misconception: A second layer is enough without an activation. / 以为没有激活函数，加一层也够。
# hint: Two affine layers are one: run xor_network with identity. / 两个仿射层等于一层：用 identity 运行 xor_network。

# %% verdict
verdict = {
    ("step", "step"): True,
    ("identity", "step"): True,
    ("sigmoid", "step"): False,
    ("step", "sigmoid"): True,
}
