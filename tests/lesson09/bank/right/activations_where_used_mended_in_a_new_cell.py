"""First everything everywhere, then taken away in a cell of its own. / 先全写上两处，再在新单元格里删去。"""
# notebook: activations

# %% where_used
where_used = {name: {"hidden", "output"} for name in ("identity", "step", "sigmoid", "relu", "tanh", "softmax")}

# %% new
where_used["identity"].discard("hidden")
where_used["softmax"] -= {"hidden"}
for name in ("step", "tanh"):
    where_used[name].remove("output")
