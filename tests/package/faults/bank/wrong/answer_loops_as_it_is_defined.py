"""The cell of an answer never ends, so that its names are missing. / 答案单元格本身是死循环。"""
# lesson: lesson09
# notebook: activations
# scores: test_output_for=0
# names: no result after|TIMED_OUT|RAISED

# %% output_for
output_for = {}
while len(output_for) < 3:
    pass
output_for = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
