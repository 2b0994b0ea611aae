"""best_line is the text 3/4. / best_line 是字符串 3/4。"""
# notebook: gates
# scores: test_xor_line=0
# misconception: A text with the digits is a number. / 以为写着数字的字符串就是数。
# hint: Return floats; format only when printing. / 返回浮点数，打印时再格式化。

# %% xor_line
best_line = "3/4"
