"""best_line is 1. / best_line 写成 1。"""
# notebook: gates
# scores: test_xor_line=0
# misconception: A line can separate XOR. / 以为直线能分开 XOR。
# hint: Look at the midpoints of the two diagonals. / 看两条对角线的中点。

# %% xor_line
best_line = 1.0
