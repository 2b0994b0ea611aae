"""The names stand in the wrong order. / 名字的顺序写错了。"""
# notebook: activations
# scores: test_output_for=1
# misconception: You may have mixed up the functions for binary and multiclass. / 你可能把二分类与多分类的函数弄反了。
# hint: One probability: sigmoid. One for each class: softmax. / 一个概率用 sigmoid，每类一个用 softmax。

# %% output_for
output_for = dict(zip(["regression", "binary", "multiclass"], ["identity", "softmax", "sigmoid"]))
