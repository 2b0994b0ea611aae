"""Only the functions of modern networks are there. / 只写了三个函数。"""
# notebook: activations
# scores: test_where_used=0
# misconception: You may have left out a function. / 你可能漏写了一项。
# hint: Count the keys: the task names them all. / 数一数键：题目都列出来了。

# %% where_used
where_used = {"sigmoid": {"hidden", "output"}, "tanh": {"hidden"}, "softmax": {"output"}}
