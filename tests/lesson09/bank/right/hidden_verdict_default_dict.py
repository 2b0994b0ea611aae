"""A defaultdict that says False, with two exceptions. / 默认为 False 的 defaultdict，另有两个例外。"""
# notebook: hidden_layers

# %% verdict
import collections

verdict = collections.defaultdict(bool)
for hidden_name in ("step", "identity", "sigmoid"):
    for output_name in ("step", "sigmoid"):
        verdict[(hidden_name, output_name)] = hidden_name == "step"
