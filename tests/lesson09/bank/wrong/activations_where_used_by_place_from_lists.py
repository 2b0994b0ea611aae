"""Functions listed for each place. / 按位置列出函数。"""
# notebook: activations
# scores: test_where_used=0
# misconception: You may have exchanged keys and values. / 你可能把键和值对调了。
# hint: The key is what is asked: look at the sketch in the task. / 键是被问的那一个：看题目里的格式。

# %% where_used
where_used = {"output": set("softmax relu sigmoid identity".split()), "hidden": set("tanh relu sigmoid step".split())}
