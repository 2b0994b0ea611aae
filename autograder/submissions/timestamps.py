"""When a submission was handed in: the file timestamp.txt in its folder, which nbgrader reads too."""

from __future__ import annotations

import codecs
import os
from datetime import UTC, datetime
from pathlib import Path

from autograder.files import write_file
from autograder.submissions.files import read_file
from autograder.submissions.moments import MomentError, read_moment
from autograder.submissions.problems import Problem, ProblemKind
from autograder.text import clean_name

__all__ = [
    "TIMESTAMP",
    "advance_timestamp",
    "decode_timestamp",
    "find_time_problem",
    "parse_time",
    "read_timestamp",
    "set_timestamp",
]

TIMESTAMP = "timestamp.txt"
_MEND = 'write it like "2026-01-05 23:59:00 +0800", delete it, or collect again with --times CSV'
_MOST_BYTES = 400
_MOST_CHARS = 100


def read_timestamp(folder: Path) -> str:
    """Return the text of the timestamp in a submission's folder; "" if there is none."""
    data = read_file(folder / TIMESTAMP)
    return "" if isinstance(data, Problem) else decode_timestamp(data)


def decode_timestamp(data: bytes) -> str:
    """Return the text of a timestamp's file, as editors of any system save it."""
    head = data[:_MOST_BYTES]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = head.decode("utf-16", "replace")
    elif b"\0" in head[:2]:
        text = head.decode("utf-16-be" if head[:1] == b"\0" else "utf-16-le", "replace")
    else:
        text = head.decode("utf-8-sig", "replace")
    return clean_name(" ".join(text.split())[:_MOST_CHARS]).strip()


def find_time_problem(folder: Path) -> Problem | None:
    """Return what is wrong with the timestamp in a submission's folder: it is there, but says no time surely."""
    if not os.path.lexists(folder / TIMESTAMP):
        return None
    data = read_file(folder / TIMESTAMP)
    if isinstance(data, Problem):
        return Problem("", TIMESTAMP, data.message, _MEND, ProblemKind.NO_TIME)
    try:
        read_moment(decode_timestamp(data))
    except MomentError as error:
        return Problem("", TIMESTAMP, f"{error}: whether it is late is not known", _MEND, ProblemKind.NO_TIME)
    return None


def advance_timestamp(folder: Path, time_s: float) -> None:
    """Write a time (seconds since 1970) as the timestamp, unless the one that is there is as late or later."""
    before = parse_time(read_timestamp(folder))
    if before is None or before < int(time_s):
        set_timestamp(folder, time_s)


def set_timestamp(folder: Path, time_s: float) -> None:
    """Write a time (seconds since 1970) as the timestamp, whatever is there; one that is the same stays untouched."""
    text = datetime.fromtimestamp(int(time_s), UTC).strftime("%Y-%m-%d %H:%M:%S UTC\n")
    if read_timestamp(folder) != text.strip():
        write_file(folder / TIMESTAMP, text, time_s)


def parse_time(text: str) -> float | None:
    """Return a written time in seconds since 1970, or None if it is none, or could be several."""
    try:
        return read_moment(text).timestamp()
    except MomentError:
        return None
