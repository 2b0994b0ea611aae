"""best_line is 3 / 4. / best_line 写成 3 / 4。"""
# notebook: gates

# %% xor_line
best_line = 3 / 4
