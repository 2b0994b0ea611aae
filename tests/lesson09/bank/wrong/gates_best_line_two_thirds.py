"""best_line is two thirds. / best_line 写成三分之二。"""
# notebook: gates
# scores: test_xor_line=0

# %% xor_line
best_line = 2 / 3
