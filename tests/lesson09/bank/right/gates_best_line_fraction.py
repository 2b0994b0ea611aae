"""best_line is the fraction 3/4. / best_line 是分数 3/4。"""
# notebook: gates

# %% xor_line
from fractions import Fraction

best_line = Fraction(3, 4)
