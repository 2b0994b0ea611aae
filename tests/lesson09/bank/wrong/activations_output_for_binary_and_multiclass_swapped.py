"""softmax for two classes, sigmoid for several. / 二分类写了 softmax，多分类写了 sigmoid。"""
# notebook: activations
# scores: test_output_for=1
# misconception: You may have mixed up the functions for binary and multiclass. / 你可能把二分类与多分类的函数弄反了。
# hint: One probability: sigmoid. One for each class: softmax. / 一个概率用 sigmoid，每类一个用 softmax。

# %% output_for
output_for = {"regression": "identity", "binary": "softmax", "multiclass": "sigmoid"}
