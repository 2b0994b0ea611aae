"""Read what one name says about whose a file or folder is.

::

    leeann_LATE_1001_5002_loops-1.ipynb                       Canvas: name, user id, upload, file, version
    Ann Lee_7001_assignsubmission_file_/loops.ipynb           Moodle: name, number (the file may follow the "_" as well)
    Participant_7001_assignsubmission_file_/loops.ipynb       Moodle without names
    submission_123/loops.ipynb                                Gradescope: submission_metadata.yml says who and when
    Week 1_ann_attempt_2026-01-05-12-00-00_loops.ipynb        Blackboard: assignment, user, time without a zone, file
    12345-67890 - Ann Lee - Jan 5, 2026 1200 PM/loops.ipynb   Brightspace: numbers, name, time without a zone
    Lee_Ann_ann_12345/loops.ipynb                             ILIAS: last and first name, login, account
    ann+week1+2026-01-05 12:00:00 UTC/loops.ipynb             nbgrader's exchange
    ann/loops.ipynb, ann.zip, ann/week1/loops.ipynb           people; with a roster also ann-loops.ipynb
    2026001-张三/loops.ipynb, 张三_2026001_lab.zip             people with a student number: see `numbers`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from autograder.course import Lesson
from autograder.submissions.timestamps import parse_time
from autograder.text import clean_name

__all__ = ["GRADESCOPE", "Owner", "System", "own_words", "read_metadata", "read_system_name", "split_version"]

_CANVAS = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<id>\d+)_(?P<upload>\d+)_(?P<rest>.+)", re.DOTALL)
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)", re.DOTALL)
_NAMELESS = re.compile(r"Participant[ _](?P<number>\d+)(_\d+)?_assignsubmission_[a-z]+_?(?P<rest>.*)", re.DOTALL)
_EXCHANGE = re.compile(
    r"(?P<id>[^+]+)\+[^+]+\+(?P<time>\d{4}-[^+]+(?:(?<= )\+\d\d(?::?\d\d)?(?=\+|$))?)(\+.*)?", re.DOTALL
)
_BLACKBOARD = re.compile(
    r"(?P<who>.+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|(?P<text>\.txt))?", re.DOTALL | re.IGNORECASE
)
_BRIGHTSPACE = re.compile(
    r"(?P<number>\d+(?:-\d+)?) - (?P<name>.+) - "
    r"(?P<day>[^\W\d]+\.? \d{1,2}|\d{1,2}\.? [^\W\d]+\.?),? (?P<year>\d{4}) "
    r"(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?P<half> ?[AP]M)?"
)
_NO_CHINESE = r"[^\W\d_\u2e80-\uffff][^_\d\u2e80-\uffff]*"
_ILIAS = re.compile(rf"(?P<last>{_NO_CHINESE})_(?P<first>{_NO_CHINESE})_(?P<login>[^_]+)_(?P<number>\d{{3,}})")
_VERSION = re.compile(r"(?:-(\d{1,3})| ?\((\d{1,3})\))$")
_SEPARATORS = " \t_-.,+()[]（）【】—－·"
GRADESCOPE = re.compile(r"submission_\d+")


class System(StrEnum):
    """Who made a name."""

    CANVAS = "Canvas"
    MOODLE = "Moodle"
    GRADESCOPE = "Gradescope"
    BLACKBOARD = "Blackboard"
    BRIGHTSPACE = "Brightspace"
    ILIAS = "ILIAS"
    EXCHANGE = "nbgrader"
    PERSON = "a person"


@dataclass(frozen=True)
class Owner:
    """Whom a name says something is from, and what else it says.

    `names` may each be an id, an email or a name, the surest first. `number` is what the system calls the account, ""
    if it says none. `rest` is what follows the owner in the name. `time_s` is when it was handed in, if that is known;
    `local` says so on a clock of which the zone is not known, and `time_text` is what was read as a time. `beside` are
    the words beside a student number; `unknown` is a number that the roster has not.
    """

    system: System
    names: tuple[str, ...]
    rest: str = ""
    number: str = ""
    upload: int = 0
    time_s: float | None = None
    is_late: bool = False
    local: datetime | None = None
    time_text: str = ""
    beside: frozenset[str] = frozenset()
    unknown: str = ""


def read_system_name(label: str) -> Owner | None:
    """Return the owner that a learning system or nbgrader wrote into a name; None if it made no such name.

    If it could be a name of two systems, the owner has no name.
    """
    readers = (_read_numbered, _read_blackboard, _read_brightspace, _read_ilias)
    found = [owner for owner in (read(label) for read in readers) if owner is not None]
    if len(found) > 1:
        return replace(found[0], names=())
    return found[0] if found else None


def _read_numbered(label: str) -> Owner | None:
    if found := _NAMELESS.fullmatch(label):
        return Owner(System.MOODLE, (f"Participant_{found['number']}",), found["rest"], found["number"])
    if found := _MOODLE.fullmatch(label):
        # Names and files that look like another owner are somebody's own making.
        names: tuple[str, ...] = () if _MOODLE.match("_" + found["rest"]) else (found["name"],)
        return Owner(System.MOODLE, names, found["rest"], found["number"])
    if found := _EXCHANGE.fullmatch(label):
        time_s = parse_time(found["time"])
        return Owner(System.EXCHANGE, (found["id"],), time_s=time_s, time_text="" if time_s else found["time"])
    if found := _CANVAS.fullmatch(label):
        is_late = found["late"] is not None
        names = (found["id"], found["name"])
        return Owner(System.CANVAS, names, found["rest"], found["id"], int(found["upload"]), is_late=is_late)
    return None


def _read_blackboard(label: str) -> Owner | None:
    found = _BLACKBOARD.fullmatch(label)
    if found is None:
        return None
    # Where the assignment's name ends cannot be told: each part of what is before the time may begin the user's.
    parts = found["who"].split("_")
    names = tuple("_".join(parts[start:]) for start in range(min(1, len(parts) - 1), len(parts)))
    names = () if _BLACKBOARD.match("_" + (found["rest"] or "")) else names
    try:
        local = datetime.strptime(found["time"], "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        local = None
    return Owner(System.BLACKBOARD, names, found["rest"] or "", local=local)


def _read_brightspace(label: str) -> Owner | None:
    found = _BRIGHTSPACE.fullmatch(label)
    if found is None:
        return None
    time = f"{found['hour']}:{found['minute']} {(found['half'] or '').strip()}"
    time_s = parse_time(f"{found['day']} {found['year']} {time}".strip())
    local = None if time_s is None else datetime.fromtimestamp(time_s, UTC).replace(tzinfo=None)
    return Owner(System.BRIGHTSPACE, (found["name"],), "", found["number"], local=local)


def _read_ilias(label: str) -> Owner | None:
    found = _ILIAS.fullmatch(label)
    if found is None:
        return None
    login, number = found["login"], found["number"]
    is_pair = login.isdigit() and len(login) == len(number)
    names = () if is_pair else (login, f"{found['first']} {found['last']}")
    return Owner(System.ILIAS, names, "", number)


def own_words(label: str, lesson: Lesson) -> str:
    """Return what is left of a name without the names of the lesson and its notebooks.

    Those count as words of their own only, so that nobody loses part of his name.
    """
    names = (lesson.name, *(notebook.name for notebook in lesson.notebooks))
    words = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<![A-Za-z0-9])(?:{words})+(?![A-Za-z0-9])", " ", label, flags=re.IGNORECASE).strip(_SEPARATORS)


def split_version(stem: str) -> tuple[str, int]:
    """Return a file's name without the number that a browser or a system added to it, and that number (else 0)."""
    mark = _VERSION.search(stem)
    return (stem[: mark.start()], int(mark[1] or mark[2])) if mark is not None else (stem, 0)


def read_metadata(data: bytes) -> dict[str, list[Owner]]:
    """Return Gradescope's owners by submission. The few lines that matter are read one by one, as no YAML.

    A line counts at its own depth only: a long name goes on deeper, in the next line, and could look like a field.
    """
    people: dict[str, list[dict[str, str]]] = {}
    times: dict[str, float | None] = {}
    current = ""
    for line in data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n"):
        if found := re.match(r"['\"]?(submission_\d+)['\"]?:", line):
            current = found[1]
            people[current] = []
        elif current and (found := re.match(r"(?:  (- )|    ):(name|sid|email): *(.*)$", line)):
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
    names = tuple(fields[key] for key in ("sid", "email", "name") if fields.get(key))
    return Owner(System.GRADESCOPE, names, time_s=time_s)
