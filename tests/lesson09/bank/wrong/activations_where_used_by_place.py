"""The places are keys, the functions values. / 以位置为键、函数为值。"""
# notebook: activations
# scores: test_where_used=0
# misconception: You may have exchanged keys and values. / 你可能把键和值对调了。
# hint: The key is what is asked: look at the sketch in the task. / 键是被问的那一个：看题目里的格式。

# %% where_used
where_used = {
    "hidden": {"step", "sigmoid", "relu", "tanh"},
    "output": {"identity", "sigmoid", "relu", "softmax"},
}
