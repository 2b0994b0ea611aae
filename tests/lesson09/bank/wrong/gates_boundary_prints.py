"""boundary prints its result. / boundary 只打印结果。"""
# notebook: gates
# scores: test_boundary=0 test_plot_gate=0
# misconception: Printing a result gives it back. / 以为打印就等于返回。
# hint: End the function with return. / 函数末尾要有 return。

# %% boundary
def boundary(w):
    b, w1, w2 = w.tolist()
    if w2 == 0:
        raise ValueError("w2")
    print(-w1 / w2, -b / w2)
