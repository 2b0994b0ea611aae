"""W and b come in a dict. / W 和 b 放在字典里。"""
# notebook: hidden_layers
# scores: test_collapse=0
# misconception: W and b may come in any packing. / 以为 W 和 b 怎样打包返回都行。
# hint: Return the pair (W, b). / 请返回二元组 (W, b)。

# %% collapse
def collapse(W1, b1, W2, b2):
    return {"W": W2 @ W1, "b": W2 @ b1 + b2}
