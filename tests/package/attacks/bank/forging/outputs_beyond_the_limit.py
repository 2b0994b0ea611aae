"""Sends outputs for its cell that are larger than a cell may show."""
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


items = [["d", "stream", "stdout", "text", "x" * 900_000]] * 4
items += [["d", "show", ["h", 0, "str"]], ["d", "stream", ["l"], "text", None]]
send([nonce(), ["d", "outputs", ["l", *items]]])
import time
time.sleep(1)


def relu(z):
    return z


# %% twin

# %% relu
print('x' * 100_000)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
