""""linear" for a regression. / 回归写了 "linear"。"""
# notebook: activations
# scores: test_output_for=2
# misconception: The spelling of a value does not matter. / 以为值的写法无所谓。
# hint: Copy the words from the text of the task, letter by letter. / 值要用题目中给出的词。

# %% output_for
output_for = {"regression": "linear", "binary": "sigmoid", "multiclass": "softmax"}
