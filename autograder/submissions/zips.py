"""Read zips made by strangers. Sizes are counted while reading; what a zip's headers say is not believed."""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import time
import zipfile
import zlib
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from autograder.submissions.files import MOST_BYTES
from autograder.submissions.found import OTHER_ARCHIVE, TOO_MUCH, Budget, Found, FoundFile, FoundFolder, is_ignored
from autograder.submissions.problems import Problem
from autograder.text import clean_name, cut_text

__all__ = ["Shelf", "Zip"]

MOST_ENTRIES = 100_000
MOST_INNER_ENTRIES = 20_000
_MOST_OPEN = 32
_MOST_INNER_OPEN = 2
_MOST_DEPTH = 40
_MOST_NAME_CHARS = 255  # of one file or folder: no system has longer ones
_MOST_EXTRA_BYTES = 1024
_MOST_LONG_EXTRAS = 16  # a few bytes of a packed file may look like an entry
_MOST_RATIO = 200
_FREE_BYTES = 16 << 20
_ANEW = "ask for a zip made anew"
_BROKEN = ("it is not a whole zip", "download it again, or ask for it again")
_DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # a password, or (as NotImplementedError) a compression that Python has not
    ValueError,
    IndexError,
)
_ENTRY = re.compile(rb"PK\x01\x02(?=[\s\S]{26}([\s\S]{2}))")
_Entry = tuple[tuple[str, ...], zipfile.ZipInfo]  # the names of its folders and its own, and what the zip says of it


class Shelf:
    """The zips that are open: of those on disk, and of those in zips, the last few that were opened."""

    def __init__(self) -> None:
        self._open: dict[bool, deque[Zip]] = {False: deque(), True: deque()}

    def add(self, zip_: Zip) -> None:
        """Keep one more zip open, and close the one that was opened first."""
        kept = self._open[zip_.is_inner]
        kept.append(zip_)
        if len(kept) > (_MOST_INNER_OPEN if zip_.is_inner else _MOST_OPEN):
            kept.popleft().close()

    def close(self) -> None:
        """Close all zips. What is wanted later is opened again."""
        for zips in self._open.values():
            while zips:
                zips.popleft().close()


def _find_excess(file: IO[bytes], most: int) -> str:
    """Return what a zip's directory has too much of, without building it; "" if nothing.

    To read the extra fields of an entry takes the square of their length.
    """
    count, long, tail = 0, 0, b""
    file.seek(0)
    while part := file.read(1 << 20):
        for found in _ENTRY.finditer(tail + part):
            count += 1
            long += int.from_bytes(found[1], "little") > _MOST_EXTRA_BYTES
        tail = (tail + part)[-31:]
    file.seek(0)
    if count + tail.count(b"PK\x01\x02") > most:
        return f"it has more than {most} entries"
    return "its entries have too much beside their names" if long > _MOST_LONG_EXTRAS else ""


class Zip:
    """A zip on disk or in another one. It is opened when something in it is wanted, and again if it was closed then."""

    def __init__(self, parts: tuple[str, ...], shown: str, source: Path | FoundFile, shelf: Shelf) -> None:
        self.parts = parts
        self.shown = shown
        self.source = source
        self.shelf = shelf
        self.archive: zipfile.ZipFile | Problem | None = None

    @property
    def is_inner(self) -> bool:
        return isinstance(self.source, FoundFile)

    def as_folder(self, time_s: float | None) -> FoundFolder:
        """Return it as a folder."""
        return FoundFolder(self.parts, self.shown, time_s, True, self._list)

    def close(self) -> None:
        """Close the zip until something in it is wanted again."""
        if isinstance(self.archive, zipfile.ZipFile):
            file = self.archive.fp
            self.archive.close()
            if file is not None:
                file.close()
        self.archive = None

    def _open(self, budget: Budget) -> zipfile.ZipFile | Problem:
        if self.archive is None:
            self.archive = self._open_source(budget)
            self.shelf.add(self)
        return self.archive

    def _open_source(self, budget: Budget) -> zipfile.ZipFile | Problem:
        """Open the zip, unless it has so many entries that even a list of them costs too much."""
        try:
            if isinstance(self.source, Path):
                file: IO[bytes] = self.source.open("rb")
            else:
                data = self.source.read(budget)
                if isinstance(data, Problem):
                    return data
                file = io.BytesIO(data)
        except OSError:
            return Problem("", self.shown, *_BROKEN)
        archive = self._read_directory(file)
        if isinstance(archive, Problem):
            file.close()
        return archive

    def _read_directory(self, file: IO[bytes]) -> zipfile.ZipFile | Problem:
        most = MOST_INNER_ENTRIES if self.is_inner else MOST_ENTRIES
        try:
            if what := _find_excess(file, most):
                return Problem("", self.shown, what, "ask for a zip of the notebooks alone")
            return zipfile.ZipFile(file)
        except _DAMAGE:
            return Problem("", self.shown, *_BROKEN)

    def _list(self, budget: Budget) -> list[Found]:
        archive = self._open(budget)
        if isinstance(archive, Problem):
            return [archive]
        found: list[Found] = []
        entries: list[_Entry] = []
        for info in archive.infolist():
            text = clean_name(_entry_name(info))
            names = tuple(part for part in text.replace("\\", "/").split("/") if part not in ("", "."))
            if info.is_dir() or not names or any(map(is_ignored, names)):
                continue
            if max(map(len, names)) > _MOST_NAME_CHARS:
                shown = f"{self.shown}: {cut_text(text, _MOST_NAME_CHARS)}"
                found.append(Problem("", shown, "its name is too long", _ANEW))
            elif text.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", text) or ".." in names:
                found.append(Problem("", f"{self.shown}: {text}", "its name leads out of the folder", _ANEW))
            elif len(names) > _MOST_DEPTH:
                found.append(Problem("", f"{self.shown}: {text}", "its folders are too deep", _ANEW))
            else:
                entries.append((names, info))
        return [*found, *self._group(entries, 0)]

    def _group(self, entries: Sequence[_Entry], depth: int) -> list[Found]:
        """Return the files and folders at this depth of entries that are all in the same folder."""
        folders: dict[str, list[_Entry]] = {}
        files: dict[str, list[_Entry]] = {}
        for entry in entries:
            names = entry[0]
            (files if len(names) == depth + 1 else folders).setdefault(names[depth], []).append(entry)
        found: list[Found] = [self._make_folder(inner, depth) for inner in folders.values()]
        return found + [self._make_file(same) for same in files.values()]

    def _make_folder(self, entries: Sequence[_Entry], depth: int) -> FoundFolder:
        names = entries[0][0][: depth + 1]
        shown = f"{self.shown}: {'/'.join(names)}"
        return FoundFolder((*self.parts, *names), shown, None, False, lambda _: self._group(entries, depth + 1))

    def _make_file(self, same: Sequence[_Entry]) -> Found:
        """Return the file that has a name in this zip. Which of two different ones is meant depends on the program."""
        names, entry = same[-1]
        parts, shown = (*self.parts, *names), f"{self.shown}: {'/'.join(names)}"
        time_s = _entry_time(entry)
        if OTHER_ARCHIVE.search(names[-1]):
            return Problem("", shown, "only zips are read", "unpack it, or ask for a zip")
        refusal = _refuse(entry, shown)
        if len({(info.CRC, info.file_size) for _, info in same}) > 1:
            refusal = Problem("", shown, "two different files have this name", _ANEW)
        file = FoundFile(parts, shown, time_s, lambda budget: self._read(entry, shown, budget), refusal)
        if not names[-1].lower().endswith(".zip"):
            return file
        if self.is_inner:
            return Problem("", shown, "it is a zip in a zip in a zip", "unpack it by hand")
        return Zip((*parts[:-1], parts[-1][:-4]), shown, file, self.shelf).as_folder(time_s)

    def _read(self, entry: zipfile.ZipInfo, shown: str, budget: Budget) -> bytes | Problem:
        archive = self._open(budget)
        if isinstance(archive, Problem):
            return archive
        if not budget.spend(0):
            return Problem("", shown, *TOO_MUCH)
        data = bytearray()
        try:
            with archive.open(entry) as source:
                while part := source.read(1 << 16):
                    data += part
                    if not budget.spend(len(part)) or len(data) > MOST_BYTES:
                        return Problem("", shown, *TOO_MUCH)
                    if len(data) > _FREE_BYTES and len(data) > _MOST_RATIO * max(1, entry.compress_size):
                        what = "it unpacks to far more than it is"
                        return Problem("", shown, what, "clear its outputs, save it again")
        except _DAMAGE:
            return Problem("", shown, "it is damaged", "download it again, or ask for it again")
        return bytes(data)


def _refuse(entry: zipfile.ZipInfo, shown: str) -> Problem | None:
    """Return why an entry is not even read."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return Problem("", shown, "it is a link" if kind == stat.S_IFLNK else "it is not an ordinary file", _ANEW)
    if entry.flag_bits & 1:
        return Problem("", shown, "it is encrypted", "ask for it without a password")
    return None


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name. Chinese systems write UTF-8 or GBK without the mark that says so."""
    if entry.flag_bits & 0x800:
        return entry.orig_filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return entry.orig_filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return entry.orig_filename


def _entry_time(entry: zipfile.ZipInfo) -> float | None:
    """Return when the file was saved: the UTC of an extended timestamp, else the zip's local time, if it has one."""
    extra, start = entry.extra, 0
    while len(extra) - start >= 4:
        kind, size = struct.unpack_from("<HH", extra, start)
        if kind == 0x5455 and size >= 5 and extra[start + 4] & 1 and len(extra) - start >= 9:
            return float(struct.unpack_from("<i", extra, start + 5)[0])
        start += 4 + size
    try:
        return None if entry.date_time[:3] == (1980, 1, 1) else time.mktime((*entry.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return None
