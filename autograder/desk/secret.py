"""Secrets of the desk: files that are made when they are first wanted, and that only their owner reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from autograder.errors import GradebookError

__all__ = ["read_secret"]

_MOST_BYTES = 64 << 10


def read_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what is in a secret file; without one, what `make` returns is written to it first.

    `GradebookError` if it cannot be used, or others can read it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make(path, make())
        if path.stat().st_mode & 0o077:
            raise GradebookError("others can read the key", hint=f"chmod 600 {path}", path=path)
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        raise GradebookError(f"cannot be used ({error.strerror})", hint="check its rights", path=path) from None


def _make(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass  # another process was first: its key is the one
    finally:
        temporary.unlink()
