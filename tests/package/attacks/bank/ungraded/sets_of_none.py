"""Sets with None, numbers and tuples among their words, keys that are whole numbers, values that are dicts."""
# notebook: activations
# scores: test_where_used=0 test_output_for=0

# %% where_used
where_used = {
    "identity": {None, "output"}, "step": {1, "hidden", 2.5}, 3: {"hidden"}, None: None, "tanh": [None], "sigmoid": {"hidden": 1},
    "relu": ({"hidden"}, {"output"}), (1, 2): {()}, "softmax": frozenset({("output",)}), True: {float("nan")},
}


# %% output_for
output_for = {1: "identity", "regression": None, "binary": {"sigmoid"}, "multiclass": 10**900, None: b"softmax"}


# %% twin

# %% where_used
where_used = {
    "identity": frozenset({"output"}), "step": {"hidden"}, "sigmoid": {"hidden", "output"}, "relu": ("hidden", "output"),
    "tanh": ["hidden"], "softmax": {"output"}, None: set(), 1: {None},
}
