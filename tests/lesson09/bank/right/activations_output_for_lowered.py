"""Capitals are lowered, blanks are cut off. / 先写大写再转小写，并去掉空格。"""
# notebook: activations

# %% output_for
table = "Regression: Identity, Binary: Sigmoid, Multiclass: Softmax"
pairs = (entry.split(":") for entry in table.lower().split(","))
output_for = {key.strip(): value.strip() for key, value in pairs}
