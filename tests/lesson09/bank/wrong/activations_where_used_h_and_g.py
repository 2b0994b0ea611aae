"""h and g in place of the words. / 用 h 和 g 代替两个词。"""
# notebook: activations
# scores: test_where_used=0
# misconception: You may have used another word than the task. / 你可能用了题目之外的词。
# hint: Copy the words from the text of the task, letter by letter. / 值要用题目中给出的词。

# %% where_used
h, g = "h(z)", "g(z)"
where_used = {"identity": {g}, "step": {h}, "sigmoid": {h, g}, "relu": {h, g}, "tanh": {h}, "softmax": {g}}
