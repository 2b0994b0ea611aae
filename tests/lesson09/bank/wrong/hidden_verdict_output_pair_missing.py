"""(step, sigmoid) has no entry. / 缺少 (step, sigmoid)。"""
# notebook: hidden_layers
# scores: test_verdict=3
# misconception: The entries that are False or look alike may be left out. / 以为可以省略某些条目。
# hint: Give all four pairs an entry. / 四种组合都要写上。

# %% verdict
verdict = {
    ("step", "step"): True,
    ("identity", "step"): False,
    ("sigmoid", "step"): False,
}
