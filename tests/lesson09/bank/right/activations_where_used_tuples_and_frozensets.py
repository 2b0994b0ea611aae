"""Tuples and frozensets in place of sets. / 用元组和 frozenset 代替集合。"""
# notebook: activations

# %% where_used
both = frozenset(("hidden", "output"))
where_used = dict(
    identity=("output",), step=("hidden",), sigmoid=both, relu=both, tanh=frozenset({"hidden"}), softmax=("output",)
)
