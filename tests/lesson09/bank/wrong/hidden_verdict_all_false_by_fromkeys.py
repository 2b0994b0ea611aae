"""fromkeys gives every pair False. / 用 fromkeys 全部写成 False。"""
# notebook: hidden_layers
# scores: test_verdict=2
# misconception: No network of these solves XOR. / 以为这些网络都不能解决 XOR。
# hint: Print the four labels with step hidden units. / 打印隐藏层为 step 时的四个标签。

# %% verdict
pairs = [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]
verdict = dict.fromkeys(pairs, False)
