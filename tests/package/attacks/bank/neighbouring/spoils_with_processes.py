"""Leaves processes and threads that eat the processor and the memory while right notebooks beside it are asked."""
# student: spoiler-with-processes
# notebook: forward_pass
# most: 20
# race: yes

# %% new
import os
import threading
import time

end = time.time() + 3
for number in range(4):
    if os.fork() == 0:
        os.setsid()
        held = bytearray(5_000_000)
        while time.time() < end:
            held[number] = (held[number] + 1) % 256
        os._exit(0)
threading.Thread(target=lambda: [None for _ in iter(lambda: time.time() < end, False)], daemon=True).start()


# %% twin

# %% new
import threading

worker = threading.Thread(target=sum, args=(range(1000),))
worker.start()
worker.join()
