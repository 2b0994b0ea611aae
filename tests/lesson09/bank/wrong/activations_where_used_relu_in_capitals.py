"""The key is ReLU. / 键写成了 ReLU。"""
# notebook: activations
# scores: test_where_used=2
# misconception: The spelling of a key does not matter. / 以为键的写法无所谓。
# hint: Copy the keys from the text of the task, letter by letter. / 键要与题目中的写法完全一致。

# %% where_used
where_used = dict(identity={"output"}, step={"hidden"}, sigmoid={"hidden", "output"}, ReLU={"hidden", "output"})
where_used.update(tanh={"hidden"}, softmax={"output"})
