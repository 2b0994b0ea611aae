"""softmax for two classes, too. / 二分类也写了 softmax。"""
# notebook: activations
# scores: test_output_for=2
# misconception: Every classification ends in softmax. / 以为分类都用 softmax。
# hint: With two classes one probability is enough. / 二分类只要一个概率。

# %% output_for
output_for = {"regression": "identity", "binary": "softmax", "multiclass": "softmax"}
