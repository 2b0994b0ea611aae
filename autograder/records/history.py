"""What became of scores: who changed which, when, from what to what, by which suite. Lines of JSON, only added to.

The lines about scores by hand say for which answer and how many points each was entered: see `gradebook.ledger`.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from autograder.course import CellKey, Course
from autograder.files import writing
from autograder.records.grades import Grade, NotebookGrade
from autograder.suite import Outcome

__all__ = ["Change", "ChangeKind", "HistoryLine", "append_history", "find_changes", "find_user", "read_history"]


class ChangeKind(StrEnum):
    """What happened to a score."""

    TESTS = "tests"  # tests decided otherwise
    HAND = "hand"  # a person entered it, confirmed it or took it back
    REVIEW = "review"  # entered by a person for another answer, or for other points: kept, and marked for review


class Change(msgspec.Struct, frozen=True):
    """Another score of one cell. None means no score: not handed in, not graded yet, or UNGRADED.

    `tests` tells which tests ended otherwise, as "name: FAILED -> PASSED"; `suite` is the judging suite's hash;
    `is_same_file` if the student handed in nothing new. Of a score by hand, `answer` is the answer's hash and `points`
    are the question's; `why` says in words what a review is for.
    """

    student: str
    notebook: str
    cell: str
    before: float | None
    after: float | None
    tests: tuple[str, ...] = ()
    suite: str = ""
    kind: ChangeKind = ChangeKind.TESTS
    is_same_file: bool = False
    answer: str = ""
    points: float | None = None
    why: str = ""

    @property
    def key(self) -> CellKey:
        return CellKey(self.notebook, self.cell)


class HistoryLine(Change, frozen=True, kw_only=True):
    """One change as it was recorded: by whom and when (ISO 8601, UTC)."""

    when: str
    who: str


_LINE = msgspec.json.Decoder(HistoryLine)


def find_changes(old: Grade | None, new: Grade) -> list[Change]:
    """Return what a new record changes; nothing where there was none before, for then no score has changed."""
    if old is None:
        return []
    changes = []
    names = dict.fromkeys(graded.notebook for graded in (*old.notebooks, *new.notebooks))
    for name in names:
        before, after = old.notebook(name), new.notebook(name)
        scores_before, scores_after = _scores(before), _scores(after)
        is_same = before is not None and after is not None and before.digest == after.digest
        for cell in dict.fromkeys((*scores_before, *scores_after)):
            if scores_before.get(cell) != scores_after.get(cell):
                tests = tuple(_changed_tests(before, after, cell))
                suite = after.suite if after is not None else ""
                scores = (scores_before.get(cell), scores_after.get(cell))
                changes.append(Change(new.student, name, cell, *scores, tests, suite, is_same_file=is_same))
    return changes


def _scores(grade: NotebookGrade | None) -> dict[str, float | None]:
    return {} if grade is None else {name: cell.score for name, cell in grade.cells.items() if not cell.is_manual}


def _changed_tests(before: NotebookGrade | None, after: NotebookGrade | None, cell: str) -> Iterable[str]:
    """Yield the tests of a cell that ended otherwise, are new or are gone."""
    old, new = (
        {outcome.test: _name_verdict(outcome) for outcome in grade.outcomes if outcome.cell == cell} if grade else {}
        for grade in (before, after)
    )
    for test in dict.fromkeys((*old, *new)):
        if old.get(test) != new.get(test):
            yield f"{test}: {old.get(test, 'not there')} -> {new.get(test, 'not there')}"


def _name_verdict(outcome: Outcome) -> str:
    return outcome.verdict.value + (f" ({outcome.share:.0%})" if outcome.share else "")


def _history_path(course: Course, lesson: str) -> Path:
    return course.gradebook / "history" / f"{lesson}.jsonl"


def append_history(course: Course, lesson: str, changes: Iterable[Change], who: str = "") -> None:
    """Add changes to a lesson's history, made by `who`, "" for who runs this.

    A run that is killed may leave its last lines twice, never none.
    """
    when = datetime.now(UTC).isoformat(timespec="seconds")
    lines = [{"when": when, "who": who or find_user(), **msgspec.structs.asdict(change)} for change in changes]
    if not lines:
        return
    path = _history_path(course, lesson)
    data = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            if file.tell() and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n":
                file.write(b"\n")  # a killed run cut its last line
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def read_history(course: Course, lesson: str) -> list[HistoryLine]:
    """Return a lesson's history, oldest first. A line that a killed run cut is left out."""
    path = _history_path(course, lesson)
    found = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            found.append(_LINE.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return found


def find_user() -> str:
    """Return the name of who runs this."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
