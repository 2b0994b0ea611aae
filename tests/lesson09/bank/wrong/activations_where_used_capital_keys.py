"""Every key begins with a capital. / 每个键的首字母都大写。"""
# notebook: activations
# scores: test_where_used=0
# misconception: The spelling of a key does not matter. / 以为键的写法无所谓。
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
