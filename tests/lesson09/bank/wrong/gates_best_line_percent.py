"""best_line is a percentage. / best_line 写成百分数。"""
# notebook: gates
# scores: test_xor_line=0
# misconception: The count is the share. / 把个数或百分数当成比例。
# hint: A share lies between 0 and 1: divide by 4. / 比例在 0 与 1 之间：除以 4。

# %% xor_line
best_line = 75
