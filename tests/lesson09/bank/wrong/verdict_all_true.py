"""Every network is believed to solve XOR. / 认为所有组合都能解决 XOR。"""
# notebook: hidden_layers
# scores: test_verdict=2
# misconception: More layers are enough, whatever the activation. / 认为只要加层就够，与激活函数无关。
# hint: Run xor_network with each pair and look. / 用每种组合运行 xor_network 看看结果。

# %% verdict
verdict = {(h, g): True for h, g in [("step", "step"), ("identity", "step"), ("sigmoid", "step"), ("step", "sigmoid")]}
