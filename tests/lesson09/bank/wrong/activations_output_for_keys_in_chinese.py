"""The keys are Chinese. / 键写成了中文。"""
# notebook: activations
# scores: test_output_for=0
# misconception: The spelling of a key does not matter. / 以为键的写法无所谓。
# hint: Copy the keys from the text of the task, letter by letter. / 键要与题目中的写法完全一致。

# %% output_for
output_for = {"回归": "identity", "二分类": "sigmoid", "多分类": "softmax"}
