"""Closes, fills and forbids what right notebooks beside it need: files, recursion, memory, processor time, clocks."""
# student: spoiler-of-the-process
# notebook: hidden_layers
# most: 27

# %% new
import os
import resource
import signal
import sys
import time

for kind, limit in ((resource.RLIMIT_NOFILE, 3), (resource.RLIMIT_NPROC, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_STACK, 1 << 16)):
    try:
        resource.setrlimit(kind, (limit, limit))
    except (OSError, ValueError):
        pass
sys.setrecursionlimit(70)
os.umask(0o777)
time.sleep = time.time = time.monotonic = lambda *_: 0.0
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 30))
sys.path.clear()
sys.meta_path.clear()
os.environ.clear()


# %% twin

# %% new
import resource
import sys

assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 3
sys.setrecursionlimit(5000)
