"""The verdict is typed in. / 直接写出判断。"""
# notebook: hidden_layers

# %% verdict
verdict = {
    ("step", "step"): True,
    ("identity", "step"): False,
    ("sigmoid", "step"): False,
    ("step", "sigmoid"): True,
}
