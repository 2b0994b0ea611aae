"""Keys are (output, hidden). / 键写成 (输出, 隐藏)。"""
# notebook: hidden_layers
# scores: test_verdict=1
# misconception: The output layer comes first in the key. / 以为键里先写输出层。
# hint: First hidden, then output: ("step", "sigmoid") has the sigmoid at the output. / 先隐藏层后输出层：("step", "sigmoid") 的输出层是 sigmoid。

# %% verdict
verdict = {
    ("step", "step"): True,
    ("step", "identity"): False,
    ("step", "sigmoid"): False,
    ("sigmoid", "step"): True,
}
