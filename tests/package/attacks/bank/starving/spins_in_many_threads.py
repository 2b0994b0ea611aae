"""Gives right answers while thirty threads without Python's lock keep every processor busy, in its cells and after."""
# notebook: activations
# most: 15
# race: yes

# %% new
import hashlib
import threading

block = bytes(1 << 24)


def spin():
    while True:
        hashlib.sha256(block)


for _ in range(30):
    try:
        threading.Thread(target=spin, daemon=True).start()
    except RuntimeError:
        pass


# %% twin

# %% new
import hashlib
import threading

worker = threading.Thread(target=hashlib.sha256, args=(bytes(1 << 20),))
worker.start()
worker.join()
