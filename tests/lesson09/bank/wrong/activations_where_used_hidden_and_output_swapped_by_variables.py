"""The two variables are exchanged. / 两个变量写反了。"""
# notebook: activations
# scores: test_where_used=1
# misconception: You may have mixed up hidden and output. / 你可能把隐藏层与输出层弄反了。
# hint: Where does the identity stand in a regression? / 回归时恒等函数在哪一层？

# %% where_used
h, g = {"output"}, {"hidden"}
where_used = {"identity": g, "step": h, "sigmoid": h | g, "relu": h | g, "tanh": h, "softmax": g}
