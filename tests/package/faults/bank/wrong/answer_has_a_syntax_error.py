"""A parenthesis is not closed. / 括号没有闭合。"""
# lesson: lesson09
# notebook: gates
# scores: test_boundary=0 test_plot_gate=0
# names: SyntaxError

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist(
    return -w1 / w2, -b / w2
