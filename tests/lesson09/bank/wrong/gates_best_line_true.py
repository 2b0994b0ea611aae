"""best_line is True. / best_line 写成 True。"""
# notebook: gates
# scores: test_xor_line=0
# misconception: A line can separate XOR. / 以为直线能分开 XOR。
# hint: Look at the midpoints of the two diagonals. / 看两条对角线的中点。

# %% xor_line
best_line = True
