"""One set of both words for all six. / 六个函数共用同一个两词集合。"""
# notebook: activations
# scores: test_where_used=1
# misconception: Every function is used everywhere. / 以为每个函数处处都用。
# hint: Four of the six have one place only. / 六个中有四个只用于一处。

# %% where_used
where_used = dict.fromkeys(["identity", "step", "sigmoid", "relu", "tanh", "softmax"], {"output", "hidden"})
