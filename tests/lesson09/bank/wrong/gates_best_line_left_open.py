"""best_line is not set. / best_line 没有赋值。"""
# notebook: gates
# scores: test_xor_line=0

# %% xor_line
# best_line = ?
