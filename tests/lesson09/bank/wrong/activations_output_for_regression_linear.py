""""linear" for a regression. / 回归写了 "linear"。"""
# notebook: activations
# scores: test_output_for=2
# misconception: You may have used another word than the task. / 你可能用了题目之外的词。
# hint: Copy the words from the text of the task, letter by letter. / 值要用题目中给出的词。

# %% output_for
output_for = {"regression": "linear", "binary": "sigmoid", "multiclass": "softmax"}
