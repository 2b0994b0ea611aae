"""Turned around from the functions of each place. / 由每一处用到的函数反推。"""
# notebook: activations

# %% where_used
at = {"hidden": {"step", "tanh", "relu", "sigmoid"}, "output": {"identity", "softmax", "relu", "sigmoid"}}
where_used = {name: {place for place in at if name in at[place]} for name in at["hidden"] | at["output"]}
