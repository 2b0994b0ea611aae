"""One key after the other. / 逐个键填入。"""
# notebook: activations

# %% output_for
output_for = {}
output_for["binary"] = "sigmoid"
output_for["multiclass"] = "softmax"
output_for["regression"] = "identity"
