"""Sends an error with a long message and frames without end."""
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
    text = "x" * 900_000
    frames = ["l", ["l", int("9" * 900), -1, text, text], *[["l", 1, 1, "f", "g"]] * 5000]
    send([nonce(), ["d", "error", ["d", "type", text, "message", text, "frames", frames]]])
    import time
    time.sleep(5)


# %% twin

# %% relu
def relu(z):
    try:
        raise ValueError('x' * 1000)
    except ValueError:
        pass
    return torch.where(z < 0, torch.zeros_like(z), z)
