"""Views and generators with hidden and output exchanged. / 视图与生成器，但隐藏层与输出层写反了。"""
# notebook: activations
# scores: test_where_used=1
# misconception: You may have mixed up hidden and output. / 你可能把隐藏层与输出层弄反了。
# hint: Where does the identity stand in a regression? / 回归时恒等函数在哪一层？

# %% where_used
both = {"hidden": 1, "output": 2}
where_used = {
    "identity": {"hidden": 1}.keys(),
    "step": (word for word in ["output"]),
    "sigmoid": both.keys(),
    "relu": (word for word in both),
    "tanh": iter(["output"]),
    "softmax": ["hidden", "hidden"],
}
