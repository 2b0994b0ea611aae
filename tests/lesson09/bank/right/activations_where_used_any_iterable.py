"""A keys view, a generator, a list with duplicates, a tuple, an iterator. / 用键视图、生成器、有重复的列表、元组、迭代器。"""
# notebook: activations

# %% where_used
where_used = {
    "identity": {"output": 1}.keys(),
    "step": ("hidden",),
    "sigmoid": (word for word in ("hidden", "output")),
    "relu": ["output", "hidden", "output"],
    "tanh": iter(["hidden"]),
    "softmax": map(str.lower, ["OUTPUT"]),
}
