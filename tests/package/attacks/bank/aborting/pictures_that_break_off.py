"""Shows pictures that begin well: cut off, without a palette, with data of another size, of 16 bits, with no end."""
# notebook: activations

# %% relu
import base64
import struct
import zlib

from IPython.display import display


def chunk(kind, data):
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def picture(width, height, depth, colour, interlaced, data):
    head = struct.pack("!IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + data


rows = zlib.compress(b"\0" * 4000)
for png in (
    picture(9, 9, 8, 2, 0, b""), picture(9, 9, 8, 3, 0, chunk(b"IDAT", rows)), picture(3000, 3000, 8, 2, 0, chunk(b"IDAT", rows)),
    picture(9, 9, 16, 6, 1, chunk(b"IDAT", rows)), picture(9, 9, 8, 2, 0, chunk(b"IDAT", rows[:9])),
    picture(9, 9, 7, 9, 5, chunk(b"IDAT", rows) + chunk(b"IEND", b"")), picture(9, 9, 8, 2, 0, chunk(b"IDAT", b"\xff" * 50)),
    picture(1, 9_000_000, 1, 0, 0, chunk(b"IDAT", rows)), picture(9, 9, 8, 2, 0, chunk(b"acTL", b"\0" * 8) + chunk(b"fdAT", rows)),
    picture(9, 9, 8, 2, 0, chunk(b"zTXt", b"x\0\0" + zlib.compress(b"y" * 5_000_000))),
):
    display({"image/png": base64.b64encode(png).decode()}, raw=True)


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)


# %% twin

# %% relu
plt.plot([-1, 0, 1], [0, 0, 1])
plt.show()


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
