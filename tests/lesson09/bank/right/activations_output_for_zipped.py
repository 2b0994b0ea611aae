"""Two lists zipped. / 由两个列表配对而成。"""
# notebook: activations

# %% output_for
output_for = dict(zip(["multiclass", "binary", "regression"], ["softmax", "sigmoid", "identity"]))
