"""A line is believed to get two of four points right. / 认为一条直线只能分对四个点中的两个。"""
# notebook: gates
# scores: test_xor_line=0
# misconception: One line gets only half of XOR right. / 认为一条直线只能分对一半。
# hint: Try a line that cuts off a single corner. / 试一条只切下一个角的直线。

# %% xor_line
best_line = 0.5
