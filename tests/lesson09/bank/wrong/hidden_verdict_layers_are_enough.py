"""All four are said to solve XOR. / 四种组合都写成能解决。"""
# notebook: hidden_layers
# scores: test_verdict=2
# misconception: More layers are enough, whatever the activation. / 认为只要加层就够，与激活函数无关。
# hint: Run xor_network with each pair and look. / 用每种组合运行 xor_network 看看结果。

# %% verdict
verdict = {
    ("step", "step"): True,
    ("identity", "step"): True,
    ("sigmoid", "step"): True,
    ("step", "sigmoid"): True,
}
