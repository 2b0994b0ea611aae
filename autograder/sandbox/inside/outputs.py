"""What the running cell has shown so far."""

from __future__ import annotations

import base64
import io
from typing import Any

from .settings import SETTINGS


class Outputs:
    """What the running cell has shown so far, as plain dicts, cut off at the limits."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self.chars_left = SETTINGS.output_chars
        self.bytes_left = SETTINGS.image_bytes
        self.is_open = False

    def start(self, is_open: bool) -> None:
        """Begin a cell or a question; if not `is_open`, what it shows goes nowhere."""
        self.items = []
        self.is_open = is_open

    def text(self, stream: str, text: str) -> None:
        if not self.is_open or not text:
            return
        if self.chars_left <= 0:
            return
        kept = text[: self.chars_left]
        self.chars_left -= len(text)
        if self.chars_left <= 0:
            kept += "\n... (output cut / 输出过长，已截断)\n"
        last = self.items[-1] if self.items else {}
        if last.get("stream") == stream:
            last["parts"].append(kept)
        else:
            self.items.append({"stream": stream, "parts": [kept]})

    def show(self, kind: str, data: dict[str, Any]) -> None:
        if not self.is_open:
            return
        item: dict[str, Any] = {"show": kind}
        plain, image = data.get("text/plain"), data.get("image/png")
        # A cell's value can be points: it has room of its own, however much was printed before.
        room = max(self.chars_left, 100 if kind == "execute_result" else 0)
        if isinstance(plain, str) and room > 0:
            item["text"] = str(plain)[:room]
            self.chars_left -= len(item["text"])
        if isinstance(image, str):
            try:
                image = base64.b64decode(image)
            except ValueError:
                image = None
        if isinstance(image, bytes) and len(image) <= self.bytes_left:
            item["png"] = image
            self.bytes_left -= len(image)
        if len(item) > 1 and (len(self.items) < 500 or kind == "execute_result"):
            self.items.append(item)

    def take_items(self) -> list[dict[str, Any]]:
        """Return what the cell has shown, in the form of the wire, and forget it."""
        items, self.items = self.items, []
        for item in items:
            if "parts" in item:
                item["text"] = "".join(item.pop("parts"))
        return items


OUTPUTS = Outputs()


class Stream(io.TextIOBase):
    """A standard stream that writes into OUTPUTS. What programs write to its descriptor is shown to nobody."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name: str, descriptor: int) -> None:
        super().__init__()
        self.name = name
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        OUTPUTS.text(self.name, str.__str__(text))
        return len(text)


STREAMS = (Stream("stdout", 1), Stream("stderr", 2))
