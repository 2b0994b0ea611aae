"""Four truth values in a list. / 列表里放四个真假值。"""
# notebook: hidden_layers
# scores: test_verdict=0
# misconception: Any container will do for a dict. / 以为别的容器可以代替字典。
# hint: verdict is a dict: {(hidden, output): True or False}. / verdict 是字典：{(hidden, output): True 或 False}。

# %% verdict
verdict = [True, False, False, True]
