"""Bring downloads from Canvas, Moodle, Gradescope and people into gradebook/submitted/<student>/<lesson>/.

The newest version of each notebook counts, and nothing newer is ever overwritten. One student is dealt with at a time,
at his own expense: what he handed in can neither hold up nor touch anybody else's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from autograder.course import Lesson
from autograder.files import write_file
from autograder.submissions.accounts import Account, find_accounts, keep_accounts
from autograder.submissions.archive import open_download
from autograder.submissions.claims import Claim, ClaimFinder
from autograder.submissions.companions import Companion, find_fate_of_file
from autograder.submissions.found import FoundFile
from autograder.submissions.intake import list_students
from autograder.submissions.owners import System
from autograder.submissions.problems import Problem, ProblemKind
from autograder.submissions.reading import read_claims
from autograder.submissions.roster import Roster, RosterEntry
from autograder.submissions.timestamps import advance_timestamp, set_timestamp
from autograder.submissions.versions import Fate, Versions, find_fate
from autograder.submissions.zips import Shelf

__all__ = ["Collection", "collect_files"]


@dataclass
class Collection:
    """What was done: lists of student/notebook, what a person must see to, and who of the class is missing.

    `files` are those beside the notebooks that were written. `others` are the files that are no notebooks, by student
    ("" for nobody's). `late` is who is late for Canvas, as far as these downloads say; `students` is whose they are.
    `clocks` are the systems whose times say no zone.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    students: list[str] = field(default_factory=list)
    others: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: list[RosterEntry] = field(default_factory=list)
    clocks: set[System] = field(default_factory=set)

    def add_problem(self, file: str, message: str, hint: str, notebook: str = "") -> None:
        """Add something that a person must see to."""
        self.problems.append(Problem(notebook, file, message, hint))


def collect_files(
    lesson: Lesson,
    paths: Iterable[Path],
    roster: Roster | None,
    times: Mapping[str, float] | None = None,
    *,
    is_class: bool = False,
    zone: tzinfo | None = None,
) -> Collection:
    """Put each student's newest notebooks in place; return what was done. Running it again changes nothing.

    `times` says when students handed in (seconds since 1970, by id), whatever the downloads say. With `is_class`, the
    name of a download is nobody's. `zone` is that of times of which it is not known, None for this machine's.
    """
    collection = Collection()
    collector = _Collector(lesson, collection, times or {}, zone)
    with contextlib.closing(Shelf()) as shelf:
        claims = _find_claims(paths, ClaimFinder(lesson, roster, is_class=is_class), collection, shelf)
        for student in sorted(claims):
            collector.collect(student, _choose_accounts(student, claims.pop(student), collection))
    keep_accounts(lesson.course, lesson.name, collector.accounts)
    there = set(list_students(lesson.course, lesson.name))
    for student in sorted(there & set(collector.times)):
        set_timestamp(collector.folder(student), collector.times[student])
    if roster is not None:
        collection.missing = [student for student in roster.students if student.id not in there]
    return collection


def _find_claims(
    paths: Iterable[Path], finder: ClaimFinder, collection: Collection, shelf: Shelf
) -> dict[str, list[Claim]]:
    """Return what is whose, by student; all else goes into the collection."""
    claims: dict[str, list[Claim]] = {}
    for path in paths:
        for found in finder.find(open_download(path, shelf)):
            if isinstance(found, Claim):
                claims.setdefault(found.student, []).append(found)
            elif isinstance(found, FoundFile):
                collection.others.setdefault("", []).append(found.label)
            else:
                collection.problems.append(found)
    return claims


def _choose_accounts(student: str, claims: Sequence[Claim], collection: Collection) -> list[Claim]:
    """Return the claims that are surely this student's: two accounts of one name may be two people."""
    if _are_of_several([claim.owner.beside for claim in claims if claim.owner.beside]):
        shown = ", ".join(claim.item.shown for claim in claims)
        what = f"several names stand beside the number {student}"
        collection.add_problem(shown, what, "correct the number, or give a roster")
        return []
    accounts = {(claim.owner.system, claim.owner.number) for claim in claims if claim.owner.number}
    if len(accounts) == len({system for system, _ in accounts}):
        return list(claims)
    sure = [claim for claim in claims if claim.owner.number in ("", student)]
    doubtful = [claim.item.shown for claim in claims if claim not in sure]
    what = f"several accounts have this name: {', '.join(sorted(number for _, number in accounts))}"
    hint = "put the files of the right one into a folder that is named after the student's id"
    collection.add_problem(", ".join(doubtful), what, hint)
    return sure


def _are_of_several(names: Sequence[frozenset[str]]) -> bool:
    """Whether some of these names have no word in common."""
    return any(not one & other for one in names for other in names)


class _Collector:
    """Collects what students handed in, one student after the other."""

    def __init__(self, lesson: Lesson, collection: Collection, times: Mapping[str, float], zone: tzinfo | None) -> None:
        self.lesson = lesson
        self.collection = collection
        self.times = times
        self.zone = zone
        self.accounts: list[Account] = []

    def folder(self, student: str) -> Path:
        """Return where a student's files go."""
        return self.lesson.course.submitted / student / self.lesson.name

    def collect(self, student: str, claims: Sequence[Claim]) -> None:
        """Read what is one student's, and put the newest version of each notebook in place."""
        if not claims:
            return
        self.collection.students.append(student)
        self.accounts += find_accounts(student, claims)
        reading = read_claims(student, claims, self.lesson, self.zone)
        self.collection.clocks |= {claim.owner.system for claim in claims if claim.owner.local is not None}
        is_known = student in self.times
        self.collection.problems += [
            one for one in reading.problems if not (is_known and one.kind is ProblemKind.NO_TIME)
        ]
        if reading.others:
            self.collection.others.setdefault(student, []).extend(reading.others)
        self._place(student, reading.found, reading.companions.all)

    def _place(self, student: str, versions: Sequence[Versions], companions: Sequence[Companion]) -> None:
        """Write what is newer than what is there. The time goes first, so that a killed run can be repeated."""
        folder = self.folder(student)
        news = [one for one in versions if self._is_news(student, one)]
        files = [one for one in companions if self._is_new_file(student, one)]
        times = [*(one.best.handed_in_s for one in news), *(one.version.handed_in_s for one in files)]
        known = [time_s for time_s in times if time_s is not None]
        if known and student not in self.times:
            advance_timestamp(folder, max(known))
        for one in news:
            write_file(folder / f"{one.source.name}.ipynb", one.data, one.best.saved_s)
        for file in files:
            write_file(folder / file.name, file.data, file.version.saved_s)
            self.collection.files.append(f"{student}/{file.name}")

    def _is_new_file(self, student: str, file: Companion) -> bool:
        """Whether a file beside the notebooks is to be written; say in the collection what is wrong with it."""
        fate = find_fate_of_file(self.folder(student) / file.name, file)
        if isinstance(fate, Problem):
            self.collection.problems.append(fate)
        elif fate is Fate.OLDER:
            self.collection.older.append(file.version.source)
        return fate is Fate.WRITTEN

    def _is_news(self, student: str, versions: Versions) -> bool:
        """Whether the best of some versions is to be written; say in the collection what becomes of all of them."""
        collection, best = self.collection, versions.best
        problem = versions.find_problem()
        if problem is not None:
            collection.problems.append(problem)
        if versions.is_tied:
            return False
        collection.older += [other.source for other in versions.all if other.digest != best.digest]
        fate = find_fate(self.folder(student) / f"{versions.source.name}.ipynb", versions)
        label = f"{student}/{versions.source.name}"
        if isinstance(fate, Problem):
            collection.problems.append(fate)
        elif fate is Fate.OLDER:
            collection.older.append(best.source)
        else:
            (collection.written if fate is Fate.WRITTEN else collection.unchanged).append(label)
            collection.late += [label] if best.is_late else []
        return fate is Fate.WRITTEN
