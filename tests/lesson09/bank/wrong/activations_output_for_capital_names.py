"""The names begin with a capital. / 名字的首字母大写。"""
# notebook: activations
# scores: test_output_for=0
# misconception: The spelling of a value does not matter. / 以为值的写法无所谓。
# hint: Copy the words from the text of the task, letter by letter. / 值要用题目中给出的词。

# %% output_for
output_for = {"regression": "Identity", "binary": "Sigmoid", "multiclass": "Softmax"}
