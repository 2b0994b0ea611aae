"""best_line is one half. / best_line 写成一半。"""
# notebook: gates
# scores: test_xor_line=0
# misconception: A line does no better than chance on XOR. / 以为直线对 XOR 只能碰运气。
# hint: Cut off one corner with a line and count. / 用直线切下一个角，数一数。

# %% xor_line
best_line = 1 / 2
