"""A picture of a stranger's, drawn anew: decoded here, where it can do no harm, and sent back as a small PNG."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageOps

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_MOST_PIXELS = 64_000_000
_LONGEST_SIDE = 1280


def redraw(data: bytes) -> dict[str, Any]:
    """Return the picture as a PNG, upright, on white, at most 1280 pixels wide and high. It raises if it is none."""
    with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("it has too many pixels")
        picture.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    ground = Image.new("RGBA", upright.size, "white")
    ground.alpha_composite(upright)
    buffer = io.BytesIO()
    ground.convert("RGB").save(buffer, "PNG", compress_level=1)
    return {"value": buffer.getvalue()}
