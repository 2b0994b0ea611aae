"""The keys begin with a capital. / 键的首字母大写。"""
# notebook: activations
# scores: test_output_for=0
# misconception: You may have spelled a key in another way. / 你可能把键写成了别的样子。
# hint: Copy the keys from the text of the task, letter by letter. / 键要与题目中的写法完全一致。

# %% output_for
output_for = {"Regression": "identity", "Binary": "sigmoid", "Multiclass": "softmax"}
