"""The names begin with a capital. / 名字的首字母大写。"""
# notebook: activations
# scores: test_output_for=0
# misconception: You may have used another word than the task. / 你可能用了题目之外的词。
# hint: Copy the words from the text of the task, letter by letter. / 值要用题目中给出的词。

# %% output_for
output_for = {"regression": "Identity", "binary": "Sigmoid", "multiclass": "Softmax"}
