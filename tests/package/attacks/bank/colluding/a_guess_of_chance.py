"""Guesses at random: a notebook that is judged twice, and has the better of two, is right more often than it should be."""
# notebook: gates
# most: 30
# race: yes

# %% xor_line
import os

best_line = [0.5, 0.75][os.urandom(1)[0] % 2]


# %% twin

# %% xor_line
import os

assert len(os.urandom(1)) == 1
best_line = 0.75
