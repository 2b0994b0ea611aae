"""Hidden and output are exchanged. / 隐藏层与输出层写反了。"""
# notebook: activations
# scores: test_where_used=1
# misconception: You may have mixed up hidden and output. / 你可能把隐藏层与输出层弄反了。
# hint: Where does the identity stand in a regression? / 回归时恒等函数在哪一层？

# %% where_used
where_used = {
    "identity": {"hidden"},
    "step": {"output"},
    "sigmoid": {"hidden", "output"},
    "relu": {"hidden", "output"},
    "tanh": {"output"},
    "softmax": {"hidden"},
}
