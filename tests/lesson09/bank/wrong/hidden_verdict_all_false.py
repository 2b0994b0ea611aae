"""None is said to solve XOR. / 四种组合都写成不能解决。"""
# notebook: hidden_layers
# scores: test_verdict=2
# misconception: No network of these solves XOR. / 以为这些网络都不能解决 XOR。
# hint: Print the four labels with step hidden units. / 打印隐藏层为 step 时的四个标签。

# %% verdict
verdict = {
    ("step", "step"): False,
    ("identity", "step"): False,
    ("sigmoid", "step"): False,
    ("step", "sigmoid"): False,
}
