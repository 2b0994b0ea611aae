"""Values are yes and no. / 值写成 yes 和 no。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: A word is a truth value. / 以为文字可以代替真假值。
# hint: The values are True and False, without quotes. / 值是 True 和 False，不加引号。

# %% verdict
verdict = {
    ("step", "step"): "yes",
    ("identity", "step"): "no",
    ("sigmoid", "step"): "no",
    ("step", "sigmoid"): "yes",
}
