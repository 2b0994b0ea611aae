"""Every key begins with a capital. / 每个键的首字母都大写。"""
# notebook: activations
# scores: test_where_used=0
# misconception: You may have spelled a key in another way. / 你可能把键写成了别的样子。
# hint: Copy the keys from the text of the task, letter by letter. / 键要与题目中的写法完全一致。

# %% where_used
where_used = {
    "Identity": {"output"},
    "Step": {"hidden"},
    "Sigmoid": {"hidden", "output"},
    "ReLU": {"hidden", "output"},
    "Tanh": {"hidden"},
    "Softmax": {"output"},
}
