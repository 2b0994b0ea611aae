"""A list of pairs and truth values. / 写成列表。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: Any container will do for a dict. / 以为别的容器可以代替字典。
# hint: verdict is a dict: {(hidden, output): True or False}. / verdict 是字典：{(hidden, output): True 或 False}。

# %% verdict
verdict = [
    (("step", "step"), True),
    (("identity", "step"), False),
    (("sigmoid", "step"), False),
    (("step", "sigmoid"), True),
]
