"""The words are Chinese. / 值写成了中文。"""
# notebook: activations
# scores: test_where_used=0
# misconception: You may have used another word than the task. / 你可能用了题目之外的词。
# hint: Copy the words from the text of the task, letter by letter. / 值要用题目中给出的词。

# %% where_used
where_used = {
    "identity": {"输出层"},
    "step": {"隐藏层"},
    "sigmoid": {"隐藏层", "输出层"},
    "relu": {"隐藏层", "输出层"},
    "tanh": {"隐藏层"},
    "softmax": {"输出层"},
}
