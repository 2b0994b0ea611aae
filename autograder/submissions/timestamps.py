"""When a submission was handed in: the file timestamp.txt in its folder, which nbgrader reads too."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime
from pathlib import Path

from autograder.files import write_file
from autograder.submissions.files import read_file
from autograder.submissions.problems import Problem

__all__ = ["advance_timestamp", "parse_time", "read_timestamp", "set_timestamp"]

_NAME = "timestamp.txt"


def read_timestamp(folder: Path) -> str:
    """Return the text of the timestamp in a submission's folder; "" if there is none."""
    data = read_file(folder / _NAME)
    return "" if isinstance(data, Problem) else data[:100].decode("utf-8", "replace").strip()


def advance_timestamp(folder: Path, time_s: float) -> None:
    """Write a time (seconds since 1970) as the timestamp, unless the one that is there is as late or later."""
    before = parse_time(read_timestamp(folder))
    if before is None or before < int(time_s):
        set_timestamp(folder, time_s)


def set_timestamp(folder: Path, time_s: float) -> None:
    """Write a time (seconds since 1970) as the timestamp, whatever is there; one that is the same stays untouched."""
    text = datetime.fromtimestamp(int(time_s), UTC).strftime("%Y-%m-%d %H:%M:%S UTC\n")
    if read_timestamp(folder) != text.strip():
        write_file(folder / _NAME, text, time_s)


def parse_time(text: str) -> float | None:
    """Return a written time in seconds since 1970, or None if it is none. "Z", "UTC" and offsets are understood."""
    text = re.sub(r" ?(UTC|Z|\+0000)$", "+00:00", text.strip().strip("'\""))
    text = re.sub(r" ([+-]\d\d):?(\d\d)$", r"\1:\2", text)
    with contextlib.suppress(ValueError, OverflowError):
        time = datetime.fromisoformat(re.sub(r"(\.\d{1,6})\d*", lambda found: found[1].ljust(7, "0"), text))
        return (time if time.tzinfo is not None else time.replace(tzinfo=UTC)).timestamp()
    return None
