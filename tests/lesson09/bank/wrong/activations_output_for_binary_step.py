"""The step function for two classes. / 二分类写了阶跃函数。"""
# notebook: activations
# scores: test_output_for=2
# misconception: A class is wanted, so the step function stands at the output. / 以为二分类要直接输出类别，所以用阶跃函数。
# hint: One probability is wanted. / 要的是一个概率。

# %% output_for
output_for = {"regression": "identity", "binary": "step", "multiclass": "softmax"}
