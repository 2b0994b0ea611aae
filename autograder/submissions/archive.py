"""Read what a download holds: files, folders and zips, made by strangers. Nothing is unpacked to disk."""

from __future__ import annotations

import io
import lzma
import os
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from autograder.submissions.files import MOST_BYTES, SUFFIX, read_file
from autograder.submissions.problems import Problem
from autograder.text import clean_name

__all__ = ["FoundFile", "read_downloads"]

METADATA = "submission_metadata.yml"
MOST_ENTRIES = 20_000
MOST_TOTAL_BYTES = 1 << 30
MOST_RATIO = 200
_FREE_BYTES = 16 << 20
_OTHER_ARCHIVE = re.compile(r"\.(rar|7z|tar|gz|tgz|bz2|xz)$", re.IGNORECASE)
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


@dataclass(frozen=True)
class FoundFile:
    """A notebook, or Gradescope's list of who submitted what.

    `parts` is its path from the outermost file or folder on; a zip on the way counts as a folder, without its ".zip".
    """

    parts: tuple[str, ...]
    data: bytes
    time_s: float | None

    @property
    def name(self) -> str:
        return "/".join(self.parts)

    @property
    def is_metadata(self) -> bool:
        """Whether it is Gradescope's list, and no notebook."""
        return self.parts[-1] == METADATA


class _Budget:
    """How much may still be unpacked, over all archives of one command."""

    def __init__(self) -> None:
        self.bytes_left = MOST_TOTAL_BYTES


def read_downloads(paths: Iterable[Path]) -> Iterator[FoundFile | Problem]:
    """Yield what these files, folders and zips hold, and a `Problem` for each thing that is refused."""
    budget = _Budget()
    for path in paths:
        path = path.absolute()
        if not path.exists():
            yield Problem("", str(path), "there is no such file", "check the name")
        elif path.is_dir():
            yield from _read_folder(path, (path.name,), budget)
        else:
            yield from _read_path(path, (path.name,), budget)


def _read_folder(folder: Path, parts: tuple[str, ...], budget: _Budget) -> Iterator[FoundFile | Problem]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Problem("", "/".join(parts), f"it cannot be read ({error.strerror})", "check its rights")
        return
    for entry in entries:
        inner = (*parts, clean_name(entry.name))
        if _is_ignored(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _read_folder(Path(entry.path), inner, budget)
        elif entry.is_symlink() and entry.is_dir():
            yield Problem("", "/".join(inner), "it is a link", "name the folder itself")
        else:
            yield from _read_path(Path(entry.path), inner, budget)


def _read_path(path: Path, parts: tuple[str, ...], budget: _Budget) -> Iterator[FoundFile | Problem]:
    name = "/".join(parts)
    if path.suffix.lower() == ".zip":
        try:
            if path.is_symlink() or not path.is_file():
                yield Problem("", name, "it is not an ordinary file", "name the zip itself")
                return
            with path.open("rb") as file:
                yield from _read_zip(file, (*parts[:-1], path.stem), name, budget, depth=0)
        except OSError as error:
            yield Problem("", name, f"it cannot be read ({error.strerror})", "check its rights")
    elif _OTHER_ARCHIVE.search(path.name):
        yield Problem("", name, "only zips are read", "unpack it, or pack it as a zip")
    elif SUFFIX.search(path.name) or path.name == METADATA:
        data = read_file(path)
        if isinstance(data, Problem):
            yield Problem("", name, data.message, data.hint)
        else:
            yield FoundFile(parts, data, path.stat().st_mtime)


def _read_zip(
    file: IO[bytes], parts: tuple[str, ...], name: str, budget: _Budget, *, depth: int
) -> Iterator[FoundFile | Problem]:
    """Yield what one zip holds. Sizes are counted while reading; what its headers say is not believed."""
    if _count_entries(file) > MOST_ENTRIES:
        yield Problem("", name, f"it has more than {MOST_ENTRIES} entries", "ask for a zip of the notebooks alone")
        return
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except _DAMAGE:
        yield Problem("", name, "it is not a whole zip", "download it again, or ask for it again")
        return
    found: dict[tuple[str, ...], FoundFile | Problem] = {}
    for entry in entries:
        text = clean_name(_entry_name(entry))
        inner = (*parts, *(part for part in text.replace("\\", "/").split("/") if part not in ("", ".")))
        if entry.is_dir() or any(map(_is_ignored, inner[len(parts) :])):
            continue
        shown = f"{name}: {text}"
        result = _read_entry(archive, entry, text, inner, shown, budget)
        if result is None:
            continue
        earlier = found.get(inner)
        if earlier is not None and not (
            isinstance(earlier, FoundFile) and isinstance(result, FoundFile) and earlier.data == result.data
        ):
            result = Problem("", shown, "two different files have this name", "ask for a zip made anew")
        found[inner] = result
    for inner, result in found.items():
        if not (isinstance(result, FoundFile) and inner[-1].lower().endswith(".zip")):
            yield result
        elif depth > 0:
            yield Problem("", f"{name}: {inner[-1]}", "it is a zip in a zip in a zip", "unpack it by hand")
        else:
            folder = (*inner[:-1], inner[-1][:-4])
            yield from _read_zip(io.BytesIO(result.data), folder, f"{name}: {inner[-1]}", budget, depth=depth + 1)


def _read_entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    text: str,
    inner: tuple[str, ...],
    shown: str,
    budget: _Budget,
) -> FoundFile | Problem | None:
    """Return one entry, None if it is nothing to collect."""
    if not (SUFFIX.search(text) or text.lower().endswith(".zip") or inner[-1] == METADATA):
        if _OTHER_ARCHIVE.search(text):
            return Problem("", shown, "only zips are read", "unpack it, or ask for a zip")
        return None
    anew = "ask for a zip made anew"
    if text.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", text) or ".." in re.split(r"[/\\]", text):
        return Problem("", shown, "its name leads out of the folder", anew)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return Problem("", shown, "it is a link" if kind == stat.S_IFLNK else "it is not an ordinary file", anew)
    if entry.flag_bits & 1:
        return Problem("", shown, "it is encrypted", "ask for it without a password")
    data = bytearray()
    try:
        with archive.open(entry) as source:
            while part := source.read(1 << 16):
                data += part
                budget.bytes_left -= len(part)
                if len(data) > MOST_BYTES or budget.bytes_left < 0:
                    return Problem("", shown, "it unpacks to too much", "clear its outputs, save it, hand it in again")
                if len(data) > _FREE_BYTES and len(data) > MOST_RATIO * max(1, entry.compress_size):
                    return Problem("", shown, "it unpacks to far more than it is", "clear its outputs, save it again")
    except _DAMAGE:
        return Problem("", shown, "it is damaged", "download it again, or ask for it again")
    return FoundFile(inner, bytes(data), _entry_time(entry))


def _count_entries(file: IO[bytes]) -> int:
    """Return how many entries a zip's directory can have, without building it."""
    count, tail = 0, b""
    file.seek(0)
    while part := file.read(1 << 20):
        count += (tail + part).count(b"PK\x01\x02")
        tail = part[-3:]
    file.seek(0)
    return count


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
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455 and size >= 5 and extra[4] & 1 and len(extra) >= 9:
            return float(struct.unpack("<i", extra[5:9])[0])
        extra = extra[4 + size :]
    try:
        return None if entry.date_time[:3] == (1980, 1, 1) else time.mktime((*entry.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return None


def _is_ignored(name: str) -> bool:
    return (name.startswith(".") and name != "..") or name == "__MACOSX"
