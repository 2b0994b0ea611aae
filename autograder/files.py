"""Files that are written whole or not at all, and the hashes that name what is in them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.errors import GradebookError

__all__ = ["UNWRITTEN_HINT", "hash_parts", "read_key", "read_secret", "write_file", "writing"]

UNWRITTEN_HINT = "free some space or check the rights"
_MOST_SECRET = 64 << 10
_KEY_BYTES = 32


def write_file(path: Path, content: bytes | str, time_s: float | None = None) -> None:
    """Write a file, text as UTF-8: to a temporary one, then renamed, so that a reader sees the old one or the new one.

    Not forced to disk. `time_s` is its time of modification (default: now). `GradebookError` if the file
    cannot be written; the old one is still there then.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with writing(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content.encode() if isinstance(content, str) else content)
            if time_s is not None:
                os.utime(temporary, (time_s, time_s))
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):  # a folder that cannot be written refuses this too
                temporary.unlink()
            raise


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says while a file or folder is written into a `GradebookError` that names it."""
    try:
        yield
    except OSError as error:
        raise GradebookError(f"cannot be written ({error.strerror})", hint=UNWRITTEN_HINT, path=path) from None


def hash_parts(*parts: bytes | str) -> str:
    """Return the SHA-256 of these parts one behind the other, in 64 hexadecimal digits.

    Texts are taken as UTF-8; a student's may hold half characters, which are no text, and are taken as they are.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode(errors="surrogatepass") if isinstance(part, str) else part)
    return digest.hexdigest()


def read_key(path: Path, what: str) -> bytes:
    """Return the secret key in a file; it is made when it is first wanted, and only its owner reads it.

    `what` says of which the key is: "links". `GradebookError` if others can read it, or if it is damaged.
    """
    key = read_secret(path, lambda: secrets.token_bytes(_KEY_BYTES))
    if len(key) < _KEY_BYTES:
        raise GradebookError("this key is damaged", hint=f"delete it: all {what} are made anew then", path=path)
    return key


def read_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what is in a secret file; without one, what `make` returns is written to it first.

    `GradebookError` if it cannot be used, or others can read it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make_secret(path, make())
        if path.stat().st_mode & 0o077:
            raise GradebookError("others can read the key", hint=f"chmod 600 {path}", path=path)
        with path.open("rb") as file:
            return file.read(_MOST_SECRET)
    except OSError as error:
        raise GradebookError(f"cannot be used ({error.strerror})", hint="check its rights", path=path) from None


def _make_secret(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the one
            os.link(temporary, path)
    finally:
        temporary.unlink()
