"""Read-only data of a lesson and private files of its suite: which files they are, and what their contents hash to.

They may be gigabytes. No file is read whole, and what was hashed once is not read again until its size or one of its
times is another.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from autograder.errors import CourseError, GradebookError
from autograder.files import hash_parts, write_file

__all__ = ["hash_files", "list_files"]

_CACHE_NAME = ".digests.json"
_WORTH_NOTING = 32 << 20  # bytes, below which hashing anew is quicker than to note it
_PIECE = 1 << 20
_KNOWN: dict[str, str] = {}  # of this process: file, size and times, and what its contents hash to


def list_files(path: Path) -> Iterator[Path]:
    """Yield a file itself, or all files in a folder, sorted; hidden ones and caches are none.

    `CourseError` for a link in the folder that leads out of it: where notebooks run, it would lead nowhere.
    """
    if path.is_file():
        yield path
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name[0] not in "._")
        for name in sorted([*names, *(name for name in folders if Path(folder, name).is_symlink())]):
            found = Path(folder, name)
            if name[0] in "._" or name.endswith(".pyc"):
                continue
            if not found.resolve().is_relative_to(path.resolve()) or not found.exists():
                hint = "put the file itself there, or make a link of the whole folder"
                raise CourseError("this link leads out of the lesson's data", hint=hint, path=found)
            if found.is_file():
                yield found


def hash_files(paths: Iterator[Path] | tuple[Path, ...], gradebook: Path) -> str:
    """Return the hash of these files and folders: their names and contents; "" where there are none.

    What took long to hash is noted in the gradebook for the next run.
    """
    parts: list[str] = []
    noting = _Noting(gradebook / _CACHE_NAME)
    for path in paths:
        for file in list_files(path):
            parts += [file.relative_to(path.parent).as_posix(), "\0", noting.hash(file)]
    noting.finish()
    return hash_parts(*parts) if parts else ""


class _Noting:
    """Hashes files, and notes what took long in a file of the gradebook."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._news = 0
        self._is_read = False

    def hash(self, file: Path) -> str:
        """Return what a file's contents hash to; `CourseError` if it cannot be read."""
        try:
            status = file.stat()
            key = f"{file}:{status.st_ino}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
            if key not in _KNOWN and status.st_size >= _WORTH_NOTING:
                self._read()
            if key not in _KNOWN:
                _KNOWN[key] = _hash_contents(file)
                self._news += status.st_size
        except OSError as error:
            raise CourseError(f"cannot be read ({error.strerror})", path=file) from None
        return _KNOWN[key]

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        try:
            noted = msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return
        _KNOWN.update({key: digest for key, digest in noted.items() if key not in _KNOWN})

    def finish(self) -> None:
        """Note what is new, if that saves time. A gradebook that cannot be written to is no fault here."""
        if self._news < _WORTH_NOTING or not self._path.parent.is_dir():
            return
        self._read()
        try:
            write_file(self._path, msgspec.json.encode(_KNOWN))
        except GradebookError:
            return


def _hash_contents(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
