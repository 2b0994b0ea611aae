"""verdict is a function. / verdict 写成了函数。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: Any container will do for a dict. / 以为别的容器可以代替字典。
# hint: verdict is a dict: {(hidden, output): True or False}. / verdict 是字典：{(hidden, output): True 或 False}。

# %% verdict
def verdict(hidden, output):
    return hidden == "step"
