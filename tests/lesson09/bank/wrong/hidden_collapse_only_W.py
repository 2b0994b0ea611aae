"""Only W is returned. / 只返回 W。"""
# notebook: hidden_layers
# scores: test_collapse=0
# misconception: The weights alone are the layer. / 以为只有权重就是一层。
# hint: A layer has W and b: return both. / 一层有 W 和 b：两个都要返回。

# %% collapse
def collapse(W1, b1, W2, b2):
    return W2 @ W1
