"""What the student's process sent back, as far as it can be: whatever student code forged in it is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.errors import StackFrame, StudentError, StudentRaised
from autograder.sandbox.limits import Limits
from autograder.text import clean_controls, clean_text

__all__ = ["CellResult", "ReplyReader", "count_pixels", "read_error"]

_MOST_IMAGES = 60
_MOST_PIXELS = 18_000_000
_NOTES_CHARS = 10_000
_MOST_ITEMS = 1000
_MOST_FRAMES = 12
_MOST_LINES = 1 << 31


@dataclass(frozen=True)
class CellResult:
    """What one cell did: its outputs (plain dicts of the wire) and the error that ended it, if any."""

    outputs: tuple[dict[str, Any], ...] = ()
    error: StudentError | None = None


class ReplyReader:
    """Reads what the cells of one notebook did, within the limits of the notebook.

    The child keeps the same limits, but student code could forge its replies.
    """

    def __init__(self, limits: Limits) -> None:
        self._chars_left = limits.output_chars + _NOTES_CHARS  # the child's own notes on what it cut
        self.chars = 0  # that were kept
        self._bytes_left = limits.image_bytes
        self._pixels_left = _MOST_PIXELS

    def read_cell(self, reply: Any) -> CellResult:
        """Return what a cell did."""
        return CellResult(self.read_outputs(reply), read_error(reply))

    def read_outputs(self, reply: Any) -> tuple[dict[str, Any], ...]:
        """Return the outputs of a reply that have the promised form and are within what is left of the limits."""
        outputs = reply.get("outputs") if type(reply) is dict else None
        if type(outputs) is not list:
            return ()
        kept: list[dict[str, Any]] = []
        for item in outputs[:_MOST_ITEMS]:
            if type(item) is not dict:
                continue
            text, stream, show = item.get("text"), item.get("stream"), item.get("show")
            if type(text) is str:
                text = text[: self._chars_left]
                self._chars_left -= len(text)
                self.chars += len(text)
            if type(stream) is str and stream in ("stdout", "stderr") and type(text) is str:
                kept.append({"stream": stream, "text": text})
            elif type(show) is str and show in ("display_data", "execute_result"):
                shown: dict[str, Any] = {"show": show}
                if type(text) is str:
                    shown["text"] = text
                png = item.get("png")
                if type(png) is bytes and self._has_room(png):
                    shown["png"] = png
                kept.append(shown)
        return tuple(kept)

    def _has_room(self, png: bytes) -> bool:
        """Whether a picture is within what is left; it is taken off then."""
        pixels = count_pixels(png)
        if len(png) > self._bytes_left or not 0 < pixels <= self._pixels_left:
            return False
        self._bytes_left -= len(png)
        self._pixels_left -= max(pixels, _MOST_PIXELS // _MOST_IMAGES)
        return True


def count_pixels(png: bytes) -> int:
    """Return how many pixels a PNG says that it has, 0 if it is none: a small file can hold a huge picture."""
    if png[:8] != b"\x89PNG\r\n\x1a\n" or png[12:16] != b"IHDR":
        return 0
    return int.from_bytes(png[16:20], "big") * int.from_bytes(png[20:24], "big")


def read_error(reply: Any) -> StudentRaised | None:
    """Return the error that a reply tells of, or None."""
    error = reply.get("error") if type(reply) is dict else None
    if type(error) is not dict:
        return None
    type_name, message, bases = error.get("type"), error.get("message"), error.get("bases")
    return StudentRaised(
        clean_controls(type_name[:200]) if type(type_name) is str else "Exception",
        clean_text(message[:2000]) if type(message) is str else "",
        _read_frames(error.get("frames")),
        tuple(name[:200] for name in bases[:12] if type(name) is str) if type(bases) is list else (),
    )


def _read_frames(frames: Any) -> tuple[StackFrame, ...]:
    """Return the frames that have the promised form: cell index, line, function, text of the line."""
    kept = []
    for frame in frames[:_MOST_FRAMES] if type(frames) is list else []:
        if type(frame) is list and [type(part) for part in frame] == [int, int, str, str]:
            index, line, function, text = frame
            if 0 <= index < _MOST_LINES and 0 <= line < _MOST_LINES:
                kept.append(StackFrame(index, line, clean_controls(function[:100]), clean_controls(text[:200])))
    return tuple(kept)
