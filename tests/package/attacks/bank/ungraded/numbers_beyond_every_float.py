"""Numbers that no float holds: of hundreds of digits, infinite, none at all, where one number is asked for."""
# notebook: gates
# scores: test_boundary=0 test_xor_line=0 test_plot_gate=1

# %% boundary
import itertools

numbers = itertools.cycle([10**400, -(10**900), float("nan"), 1j, True, None, "1.5", [1.5], torch.tensor([[1, 2]]), 2**64])


def boundary(w):
    return next(numbers), next(numbers)


# %% plot_gate
def plot_gate(ax, X, y, w, title):
    ax.set(xlim=(-1, 3), ylim=(-1, 3), title=title)
    return ax


# %% xor_line
best_line = 3 * 10**400


# %% twin

# %% xor_line
best_line = 3 * 10**400 / (4 * 10**400)
