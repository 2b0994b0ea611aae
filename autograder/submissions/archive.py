"""See what a download holds: files, folders and zips, made by strangers. Nothing is unpacked to disk.

A download is a tree. Its files are read one at a time, and each reading is paid from a budget: whoever makes something
that unpacks to a gigabyte spends what is his own.
"""

from __future__ import annotations

import os
from pathlib import Path

from autograder.submissions.files import read_file
from autograder.submissions.found import OTHER_ARCHIVE, TOO_MUCH, Budget, Found, FoundFile, FoundFolder, is_ignored
from autograder.submissions.problems import Problem
from autograder.submissions.zips import Shelf, Zip
from autograder.text import clean_name

__all__ = ["open_download"]


def open_download(path: Path, shelf: Shelf) -> Found:
    """Return the tree of a file, a folder or a zip that somebody names."""
    path = path.absolute()
    if not path.exists():
        return Problem("", str(path), "there is no such file", "check the name")
    return _open(path, (clean_name(path.name),), shelf)


def _open(path: Path, parts: tuple[str, ...], shelf: Shelf) -> Found:
    shown, saved_s = "/".join(parts), _saved_s(path)
    if path.is_dir():
        if path.is_symlink() and len(parts) > 1:
            return Problem("", shown, "it is a link", "name the folder itself")
        return FoundFolder(parts, shown, saved_s, False, lambda _: _list(path, parts, shelf))
    if path.suffix.lower() == ".zip":
        if path.is_symlink() or not path.is_file():
            return Problem("", shown, "it is not an ordinary file", "name the zip itself")
        return Zip((*parts[:-1], parts[-1][:-4]), shown, path, shelf).as_folder(saved_s)
    if OTHER_ARCHIVE.search(path.name):
        return Problem("", shown, "only zips are read", "unpack it, or pack it as a zip")
    return FoundFile(parts, shown, saved_s, lambda budget: _read(path, shown, budget))


def _list(path: Path, parts: tuple[str, ...], shelf: Shelf) -> list[Found]:
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        return [Problem("", "/".join(parts), f"it cannot be read ({error.strerror})", "check its rights")]
    return [_open(path / name, (*parts, clean_name(name)), shelf) for name in names if not is_ignored(name)]


def _read(path: Path, shown: str, budget: Budget) -> bytes | Problem:
    data = read_file(path)
    if isinstance(data, Problem):
        return Problem("", shown, data.message, data.hint)
    return data if budget.spend(len(data)) else Problem("", shown, *TOO_MUCH)


def _saved_s(path: Path) -> float | None:
    """Return when a file was saved, in seconds since 1970."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return None
