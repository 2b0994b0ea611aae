"""Sets every timer, to be killed in the middle of another question."""
# notebook: activations
# scores: test_relu=0

# %% relu
import resource
import signal

signal.signal(signal.SIGALRM, lambda *args: (_ for _ in ()).throw(SystemExit))
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
signal.setitimer(signal.ITIMER_PROF, 0.05, 0.05)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
import signal

signal.signal(signal.SIGALRM, lambda *args: None)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
