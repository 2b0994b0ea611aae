"""An assert takes the place of ValueError. / 用 assert 代替了 ValueError。"""
# notebook: gates
# scores: test_boundary=2.4
# misconception: Any exception will do. / 以为抛出哪种异常都可以。
# hint: raise ValueError(...) is what is asked for. / 题目要求 raise ValueError(...)。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    assert w2 != 0, "ValueError"
    return -w1 / w2, -b / w2
