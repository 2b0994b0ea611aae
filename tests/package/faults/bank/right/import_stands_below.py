"""numpy is imported in a cell below its use. / numpy 在使用之后的单元格才导入。"""
# lesson: lesson09
# notebook: gates

# %% boundary
def boundary(w):
    w = np.asarray(w)
    if w[2] == 0:
        raise ValueError("vertical")
    return -w[1] / w[2], -w[0] / w[2]

# %% new
import numpy as np
