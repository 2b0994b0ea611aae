"""Exception is raised, not ValueError. / 抛出的是 Exception。"""
# notebook: gates
# scores: test_boundary=2.4
# misconception: Any exception will do. / 以为抛出哪种异常都可以。
# hint: raise ValueError(...) is what is asked for. / 题目要求 raise ValueError(...)。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise Exception("ValueError")
    return -w1 / w2, -b / w2
