"""Imports its answers from a module that only a notebook beside it has made."""
# student: lender-of-modules
# notebook: gates
# scores: test_xor_line=0

# %% xor_line
try:
    from answers_of_mine import best_line
except ImportError:
    best_line = 0.5


# %% twin

# %% xor_line
try:
    from answers_of_mine import best_line
except ImportError:
    best_line = 0.75
