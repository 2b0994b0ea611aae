"""Files that are copied from one place to another: found, compared with what is there already, and written."""

from __future__ import annotations

import filecmp
import fnmatch
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import CourseError
from autograder.text import clean_name

__all__ = ["Copies", "Copy", "copy_files", "is_same", "refuse_others"]

_MOST_SHOWN = 5


@dataclass(frozen=True)
class Copy:
    """A file and where it goes."""

    source: Path
    target: Path


@dataclass
class Copies:
    """The files to copy, and those that are left out, each with the reason."""

    ignored: Sequence[str] = ()
    files: list[Copy] = field(default_factory=list)
    left_out: list[tuple[Path, str]] = field(default_factory=list)

    def add_folder(self, source: Path, target: Path, *, is_trusted: bool) -> None:
        """Add all files below a folder, but those whose names are ignored. Links are followed if it `is_trusted`."""
        self._add_folder(source, target, is_trusted, frozenset())

    def add_file(self, source: Path, target: Path, *, is_trusted: bool) -> None:
        """Add one file. What is no file is left out, and so is a link if it is not `is_trusted`."""
        try:
            mode = (source.stat() if is_trusted else source.lstat()).st_mode
        except OSError as error:
            self.left_out.append((source, f"cannot be read ({error.strerror})"))
            return
        if stat.S_ISREG(mode):
            self.files.append(Copy(source, target))
        else:
            self.left_out.append((source, "a link" if stat.S_ISLNK(mode) else "no file"))

    def _add_folder(self, source: Path, target: Path, is_trusted: bool, above: frozenset[tuple[int, int]]) -> None:
        try:
            status, entries = source.stat(), sorted(os.scandir(source), key=lambda entry: entry.name)
        except OSError as error:
            self.left_out.append((source, f"cannot be read ({error.strerror})"))
            return
        here = (status.st_dev, status.st_ino)
        if here in above:
            self.left_out.append((source, "a link to a folder that it is in"))
            return
        for entry in entries:
            if any(fnmatch.fnmatch(entry.name, pattern) for pattern in self.ignored):
                continue
            if entry.is_dir(follow_symlinks=is_trusted):
                self._add_folder(Path(entry.path), target / entry.name, is_trusted, above | {here})
            else:
                self.add_file(Path(entry.path), target / entry.name, is_trusted=is_trusted)

    def list_new(self) -> list[Copy]:
        """Return the files that are not there yet; `CourseError` if others are there in the place of some."""
        new = [one for one in self.files if not os.path.lexists(one.target)]
        there = [one for one in self.files if os.path.lexists(one.target)]
        refuse_others(one.target for one in there if not is_same(one))
        return new


def refuse_others(paths: Iterable[Path]) -> None:
    """Raise `CourseError` if there are any: files that are there in the place of what is to move in."""
    found = sorted(paths)
    if found:
        shown = ", ".join(clean_name(str(path)) for path in found[:_MOST_SHOWN]) + (
            ", ..." if len(found) > _MOST_SHOWN else ""
        )
        hint = "nothing was written; let the course move into another folder (--into), or move these files away"
        raise CourseError(f"{len(found)} files are there already, and they are others: {shown}", hint=hint)


def is_same(copy: Copy) -> bool:
    """Whether what is there already is this very file, byte for byte."""
    try:
        return not copy.target.is_symlink() and filecmp.cmp(copy.source, copy.target, shallow=False)
    except OSError:
        return False


def copy_files(copies: Iterable[Copy]) -> Iterator[Copy]:
    """Copy files with their times and rights, each whole or not at all; `CourseError` if one cannot be copied."""
    for one in copies:
        temporary = one.target.with_name(f".{one.target.name}.{os.getpid()}.tmp")
        try:
            one.target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(one.source, temporary)
            temporary.chmod(temporary.stat().st_mode & 0o777 | 0o600)
            temporary.replace(one.target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            hint = "free some space or check the rights, then run the command again: it goes on"
            name = clean_name(str(one.source))
            raise CourseError(f"{name}: cannot be copied ({error.strerror})", hint=hint) from None
        yield one
