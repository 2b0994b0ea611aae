"""A value is asked for as the cell runs. / 单元格运行时等待输入。"""
# lesson: lesson09
# notebook: gates
# scores: test_xor_line=0
# names: EOFError|StdinNotImplementedError

# %% xor_line
best_line = float(input("share: "))
