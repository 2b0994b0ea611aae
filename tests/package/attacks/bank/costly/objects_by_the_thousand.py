"""A dict of forty thousand objects, each with the longest name that a class may have."""
# notebook: hidden_layers
# most: 13
# race: yes

# %% verdict
Long = type("x" * 100_000, (), {})
verdict = {str(number): Long() for number in range(40_000)}


# %% new
def layer(W, x, b, h):
    return list(verdict.values())


# %% twin

# %% verdict
Long = type("x" * 100_000, (), {})
pairs = {("step", "step"): 1, ("identity", "step"): 0, ("sigmoid", "step"): 0, ("step", "sigmoid"): 1}
verdict = {pair: bool(number) for pair, number in pairs.items()}
verdict["something else"] = Long()
