"""Files that are written whole or not at all, and the hashes that name what is in them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from autograder.errors import GradebookError

__all__ = ["hash_parts", "write_file"]


def write_file(path: Path, content: bytes | str, time_s: float | None = None) -> None:
    """Write a file, text as UTF-8: to a temporary one, then renamed, so that a reader sees the old one or the new one.

    Not forced to disk. `time_s` is its time of modification (default: now). `GradebookError` if the file
    cannot be written; the old one is still there then.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
        if time_s is not None:
            os.utime(temporary, (time_s, time_s))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        hint = "free some space or check the rights"
        raise GradebookError(f"cannot be written ({error.strerror})", hint=hint, path=path) from None


def hash_parts(*parts: bytes | str) -> str:
    """Return the SHA-256 of these parts one behind the other, texts as UTF-8, in 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.hexdigest()
