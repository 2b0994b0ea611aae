"""best_line is one half. / best_line 写成一半。"""
# notebook: gates
# scores: test_xor_line=0
# misconception: One line gets only half of XOR right. / 认为一条直线只能分对一半。
# hint: Cut off one corner with a line and count. / 用直线切下一个角，数一数。

# %% xor_line
best_line = 1 / 2
