"""relu for a regression. / 回归写了 relu。"""
# notebook: activations
# scores: test_output_for=2
# misconception: A regression needs a nonlinear output. / 以为回归的输出需要非线性函数。
# hint: Any real number must be possible, -3 too. / 任意实数都要能输出，包括 −3。

# %% output_for
output_for = {"regression": "relu", "binary": "sigmoid", "multiclass": "softmax"}
