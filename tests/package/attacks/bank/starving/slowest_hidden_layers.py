"""Right answers, each as late as a call may be; after some dozen the process dies, so that all must be asked again."""
# student: the-slowest
# notebook: hidden_layers
# most: 27
# race: yes

# %% new
import os
import sys
import time

wire = next(module for name, module in sys.modules.items() if name.rpartition(".")[2] == "wire" and hasattr(module, "Frame"))
to_bytes, count = wire.Frame.to_bytes, [0]


def late(frame):
    count[0] += 1
    if count[0] > 15:
        os._exit(0)
    time.sleep(0.6)
    return to_bytes(frame)


wire.Frame.to_bytes = late


# %% twin

# %% new
import time

time.sleep(0.05)
