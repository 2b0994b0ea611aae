"""best_line is a numpy scalar. / best_line 是 numpy 标量。"""
# notebook: gates

# %% xor_line
import numpy as np

best_line = np.float32(0.75)
