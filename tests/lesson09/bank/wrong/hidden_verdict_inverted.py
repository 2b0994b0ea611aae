"""True stands for failing. / True 表示失败。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: True means that the network fails. / 以为 True 表示失败。
# hint: True means: it solves XOR. / True 表示能解决 XOR。

# %% verdict
verdict = {
    ("step", "step"): False,
    ("identity", "step"): True,
    ("sigmoid", "step"): True,
    ("step", "sigmoid"): False,
}
