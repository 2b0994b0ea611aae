"""The sets of where_used hold fifteen thousand words each, among them the right ones."""
# notebook: activations
# scores: test_where_used=0

# %% where_used
words = {f"layer {number:09}" for number in range(15_000)}
where_used = {
    name: words | {"hidden", "output"} for name in ("identity", "step", "sigmoid", "relu", "tanh", "softmax")
}


# %% twin

# %% where_used
words = {f"layer {number:09}" for number in range(15_000)}
both = {"hidden", "output"} - words
where_used = {
    "identity": both - {"hidden"}, "step": both - {"output"}, "sigmoid": both, "relu": both, "tanh": both - {"output"},
    "softmax": both - {"hidden"},
}
