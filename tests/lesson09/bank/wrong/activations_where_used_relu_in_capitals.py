"""The key is ReLU. / 键写成了 ReLU。"""
# notebook: activations
# scores: test_where_used=2
# misconception: You may have spelled a key in another way. / 你可能把键写成了别的样子。
# hint: Copy the keys from the text of the task, letter by letter. / 键要与题目中的写法完全一致。

# %% where_used
where_used = dict(identity={"output"}, step={"hidden"}, sigmoid={"hidden", "output"}, ReLU={"hidden", "output"})
where_used.update(tanh={"hidden"}, softmax={"output"})
