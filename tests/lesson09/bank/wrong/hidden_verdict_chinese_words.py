"""Values are Chinese words. / 值写成「能」和「不能」。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: A word is a truth value. / 以为文字可以代替真假值。
# hint: The values are True and False, without quotes. / 值是 True 和 False，不加引号。

# %% verdict
verdict = {
    ("step", "step"): "能",
    ("identity", "step"): "不能",
    ("sigmoid", "step"): "不能",
    ("step", "sigmoid"): "能",
}
