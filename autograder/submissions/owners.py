"""Tell whose a downloaded file is, by the names around it.

::

    leeann_LATE_1001_5002_loops-1.ipynb                       Canvas: name, user id, upload, file, version
    Ann Lee_7001_assignsubmission_file_/loops.ipynb           Moodle: name, number (the file may follow the "_" as well)
    submission_123/loops.ipynb                                Gradescope: submission_metadata.yml says who and when
    ann+week1+2026-01-05 12:00:00 UTC/loops.ipynb             nbgrader's exchange
    ann/loops.ipynb, ann.zip, ann/week1/loops.ipynb           people; with a roster also ann-loops.ipynb
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from autograder.course import Lesson
from autograder.submissions.archive import FoundFile
from autograder.submissions.files import SUFFIX
from autograder.submissions.timestamps import parse_time
from autograder.text import clean_name

__all__ = ["Owner", "OwnerFinder", "split_version"]

_CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<id>\d+)_(?P<upload>\d+)_(?P<rest>.+)", re.DOTALL)
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)", re.DOTALL)
_EXCHANGE = re.compile(r"(?P<id>[^+]+)\+[^+]+\+(?P<time>\d{4}-[^+]+)(\+.*)?", re.DOTALL)
_GRADESCOPE = re.compile(r"submission_\d+")
_VERSION = re.compile(r"(?:-(\d{1,3})| ?\((\d{1,3})\))$")
_SEPARATORS = " \t_-.,+()[]（）【】—－·"
_Folder = tuple[str, ...]


@dataclass(frozen=True)
class Owner:
    """Whom a file says it is from, and what else the names around it say.

    `names` may each be an id, an email or a name, the surest first. `file` is the file's own name without its owner.
    """

    names: tuple[str, ...]
    file: str
    upload: int = 0
    time_s: float | None = None
    is_late: bool = False


class OwnerFinder:
    """Finds the owners of the files of some downloads. With a roster, words in a file's name may be its owner's."""

    def __init__(self, files: Sequence[FoundFile], lesson: Lesson, *, has_roster: bool) -> None:
        self._lesson = lesson
        self._has_roster = has_roster
        self._metadata = {file.parts[:-1]: _read_metadata(file.data) for file in files if file.is_metadata}
        self._shared = self._find_shared_folders([file for file in files if not file.is_metadata])

    def find(self, file: FoundFile) -> list[Owner]:
        """Return a file's owner, several for the file of a group, none if no name around it tells."""
        from_system = self._find_in_system_names(file)
        return self._find_in_plain_names(file) if from_system is None else from_system

    def _find_in_system_names(self, file: FoundFile) -> list[Owner] | None:
        """Return the owners that a learning system wrote into a name; None if none of them made these names."""
        last = file.parts[-1]
        for number in (*range(1, len(file.parts)), 0):  # the download's own name comes last: it may look like anything
            part = file.parts[number]
            is_last = number == len(file.parts) - 1
            if found := _MOODLE.fullmatch(part):
                return [Owner((found["name"],), found["rest"] if is_last and found["rest"] else last)]
            if found := _EXCHANGE.fullmatch(part):
                return [Owner((found["id"],), last, time_s=parse_time(found["time"]))]
            if _GRADESCOPE.fullmatch(part):
                owners = self._metadata.get(file.parts[:number], {}).get(part, [])
                return [Owner(owner.names, last, time_s=owner.time_s) for owner in owners]
            if found := _CANVAS.fullmatch(part):
                rest = found["rest"] if is_last else last
                late = found["late"] is not None
                return [Owner((found["id"], found["name"]), rest, int(found["upload"]), is_late=late)]
        return None

    def _find_in_plain_names(self, file: FoundFile) -> list[Owner]:
        """Return the owner whom a person named a folder or the file after."""
        last = file.parts[-1]
        folders = self._meaningful_folders(file)
        rest = self._without_lesson(_VERSION.sub("", SUFFIX.sub("", last)))
        if self._has_roster:
            names = [*reversed(folders), rest, *re.split(r"[\s_-]+", rest)]
            return [Owner(tuple(name for name in names if name), last)] if any(names) else []
        shared = self._shared[file.parts[0]]
        if shared is not None:
            return [Owner((folders[len(shared)],), last)] if len(folders) > len(shared) else []
        return [Owner((folders[-1],), last)] if folders and not rest else []

    def _find_shared_folders(self, files: Iterable[FoundFile]) -> dict[str, _Folder | None]:
        """Return, by download, the folders that all its files are below; None if all are in one and the same folder."""
        found: dict[str, set[_Folder]] = {}
        for file in files:
            found.setdefault(file.parts[0], set()).add(self._meaningful_folders(file))
        return {name: _shared_start(folders) if len(folders) > 1 else None for name, folders in found.items()}

    def _meaningful_folders(self, file: FoundFile) -> _Folder:
        """Return the folders around a file, without those that only say the lesson or the notebook."""
        return tuple(name for name in map(self._without_lesson, file.parts[:-1]) if name)

    def _without_lesson(self, name: str) -> str:
        """Return what is left of a name when the names of the lesson and its notebooks are taken out of it."""
        words = (self._lesson.name, *(notebook.name for notebook in self._lesson.notebooks))
        for word in sorted(words, key=len, reverse=True):
            name = re.sub(re.escape(word), " ", name, flags=re.IGNORECASE)
        return name.strip(_SEPARATORS)


def split_version(stem: str) -> tuple[str, int]:
    """Return a file's name without the number that a browser or a system added to it, and that number (else 0)."""
    mark = _VERSION.search(stem)
    return (stem[: mark.start()], int(mark[1] or mark[2])) if mark is not None else (stem, 0)


def _shared_start(folders: Iterable[_Folder]) -> _Folder:
    """Return the folders with which all of these paths begin."""
    levels = takewhile(lambda names: len(set(names)) == 1, zip(*folders, strict=False))
    return tuple(names[0] for names in levels)


def _read_metadata(data: bytes) -> dict[str, list[Owner]]:
    """Return Gradescope's owners by submission. The few lines that matter are read one by one, as no YAML."""
    people: dict[str, list[dict[str, str]]] = {}
    times: dict[str, float | None] = {}
    current = ""
    for line in data.decode("utf-8", "replace").splitlines():
        if found := re.match(r"['\"]?(submission_\d+)['\"]?:", line):
            current = found[1]
            people[current] = []
        elif current and (found := re.match(r"\s+(- )?\s*:(name|sid|email): *(.*)$", line)):
            if found[1] or not people[current]:
                people[current].append({})
            people[current][-1].setdefault(found[2], clean_name(found[3].strip().strip("'\"")))
        elif current and (found := re.match(r" {2}:created_at: *(.*)$", line)):
            times.setdefault(current, parse_time(found[1]))
    return {
        name: [_make_owner(person, times.get(name)) for person in persons if any(person.values())]
        for name, persons in people.items()
    }


def _make_owner(fields: Mapping[str, str], time_s: float | None) -> Owner:
    return Owner(tuple(fields[key] for key in ("sid", "email", "name") if fields.get(key)), "", time_s=time_s)
