"""The name is deleted in the end. / 最后 del 了名字。"""
# lesson: lesson09
# notebook: gates
# scores: test_xor_line=0
# names: is not defined

# %% xor_line
best_line = 0.75

# %% new
del best_line
