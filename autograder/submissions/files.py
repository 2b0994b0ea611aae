"""One submitted file: which names are a notebook's, and its bytes. Links, devices and huge files are refused."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from autograder.submissions.problems import Problem
from autograder.text import clean_name

__all__ = ["MOST_BYTES", "SUFFIX", "is_like_notebook", "may_be_notebook", "read_file", "strip_suffix"]

MOST_BYTES = 128 << 20
_SMALLER = "clear its outputs, save it, hand it in again"
SUFFIX = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
_LIKE = re.compile(r"\.ipynb(?!.*\.ipynb)", re.IGNORECASE | re.DOTALL)  # "x.ipynb的副本", "x.ipynb.download"
_OTHER_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_MAY_BE = re.compile(r"\.(json|txt)$|^[^.]+$", re.IGNORECASE)


def is_like_notebook(name: str) -> bool:
    """Whether somebody or some program meant to name a notebook."""
    return _LIKE.search(name) is not None


def may_be_notebook(name: str) -> bool:
    """Whether a file of this name is worth a look: what renames files takes their suffix, or gives them another."""
    return is_like_notebook(name) or _MAY_BE.search(name) is not None


def strip_suffix(name: str) -> str:
    """Return a name without what says that it is a notebook, or another kind of file."""
    like = _LIKE.search(name)
    return _OTHER_SUFFIX.sub("", name) if like is None else name[: like.start()]


def read_file(path: Path, most_bytes: int = MOST_BYTES, smaller: str = _SMALLER) -> bytes | Problem:
    """Return the bytes of a regular file, by default of at most 128 MiB, or the `Problem` with anything else.

    `smaller` is what to do about one that is too large.
    """
    again = "ask the student to hand in the file itself again"
    name = clean_name(path.name)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = "it is a link" if path.is_symlink() else f"it cannot be read ({error.strerror})"
        return Problem("", name, reason, again)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > most_bytes:
        os.close(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return Problem("", name, "it is not an ordinary file", again)
        size = status.st_size >> 20
        return Problem("", name, f"it is too large ({size} MiB)", smaller)
    with os.fdopen(descriptor, "rb") as file:
        try:
            return file.read(status.st_size)
        except OSError as error:
            return Problem("", name, f"it cannot be read ({error.strerror})", again)
