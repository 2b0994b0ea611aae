"""Of two notebooks of one student: asks torch, builtins, the environment and the folders for what the other one has heard."""
# student: an-ear
# notebook: gates
# most: 30
# absent: OVERHEARD

# %% step
import builtins
import glob
import os
import sys


def heard():
    for found in (getattr(torch, "exp_", ""), vars(builtins).get("copyright", ""), os.environ.get("PWD", ""), sys.flags.__doc__):
        if "HEARD" in str(found):
            return str(found)
    return "".join(open(name).read() for name in glob.glob("/tmp/.heard*") + glob.glob("/dev/shm/heard*"))


print(heard())


def step(z):
    if heard():
        raise ValueError(heard())
    return (z >= 0).to(torch.float32)


# %% twin

# %% step
import os

print("PWD" in os.environ, hasattr(torch, "exp_"))


def step(z):
    return (z >= 0).to(torch.float32)
