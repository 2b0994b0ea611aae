"""The class as rows, one for each student: points, how complete they are, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from autograder.course import Lesson
from autograder.records import Grade
from autograder.submissions import Problem, ProblemKind, Roster, RosterEntry

if TYPE_CHECKING:
    from autograder.gradebook import Standing

__all__ = ["ClassRow", "Flag", "FlagKind", "RowStatus", "list_rows"]


class RowStatus(StrEnum):
    """How complete a student's points are."""

    GRADED = "graded"  # every cell has a score
    INCOMPLETE = "incomplete"
    MISSING = "missing"  # nothing was handed in


class FlagKind(StrEnum):
    """Why a person should look at a student's row."""

    NOT_IN_ROSTER = "not in roster"
    NOT_IN_GRADEBOOK = "not in gradebook"
    NO_TIME = "no time"
    LATE = "late"
    MISSING = "missing"
    REFUSED = "refused"
    UNGRADED = "ungraded"
    WAITS_FOR_PERSON = "waits for person"
    TO_REVIEW = "to review"
    ABOVE = "above the points"
    REPAIRED = "repaired"
    NOTHING_HANDED_IN = "nothing handed in"


class Flag(NamedTuple):
    """A reason to look at a student's row, and the words for it."""

    kind: FlagKind
    text: str


@dataclass(frozen=True)
class ClassRow:
    """One student. `standing` is None if the gradebook has nothing of the student."""

    student: RosterEntry
    status: RowStatus
    standing: Standing | None
    flags: tuple[Flag, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the student is in the roster, or there is none."""
        return not self.has_flag(FlagKind.NOT_IN_ROSTER)

    @property
    def has_doubtful_score(self) -> bool:
        """Whether a score by hand needs a look."""
        return self.has_flag(FlagKind.TO_REVIEW) or self.has_flag(FlagKind.ABOVE)

    @property
    def flag_text(self) -> str:
        """All flags in words."""
        return "; ".join(flag.text for flag in self.flags)

    @property
    def total(self) -> float | None:
        """The points after the late penalty; None while one of them is open."""
        return self.standing.total if self.standing is not None and self.status is RowStatus.GRADED else None

    @property
    def late_days(self) -> int | None:
        """The days begun after the due date; None if nothing was handed in."""
        return self.standing.late_days if self.standing is not None else None

    def has_flag(self, kind: FlagKind) -> bool:
        return any(flag.kind is kind for flag in self.flags)


def list_rows(
    lesson: Lesson, grades: Iterable[Grade], standings: Mapping[str, Standing], roster: Roster | None
) -> list[ClassRow]:
    """Return a row for each student: first who handed in, then those of the roster who did not."""
    absent = dict(roster.entries) if roster is not None else {}
    rows = []
    for grade in sorted(grades, key=lambda grade: grade.student):
        student = absent.pop(grade.student, None)
        standing = standings.get(grade.student)
        flags = _list_flags(lesson, grade, standing)
        if roster is not None and student is None:
            flags = [Flag(FlagKind.NOT_IN_ROSTER, "not in the roster"), *flags]
        is_complete = standing is not None and not standing.open_cells
        status = RowStatus.GRADED if is_complete else RowStatus.INCOMPLETE
        rows.append(ClassRow(student or RosterEntry(grade.student), status, standing, tuple(flags)))
    nothing = (Flag(FlagKind.NOTHING_HANDED_IN, "nothing handed in"),)
    missing = [ClassRow(student, RowStatus.MISSING, None, nothing) for student in absent.values()]
    return rows + sorted(missing, key=lambda row: row.student.id)


def _list_flags(lesson: Lesson, grade: Grade, standing: Standing | None) -> list[Flag]:
    if standing is None:
        return [Flag(FlagKind.NOT_IN_GRADEBOOK, "not in the gradebook: grade it again")]
    flags = []
    no_times = [problem for problem in grade.problems if problem.kind is ProblemKind.NO_TIME]
    if no_times or (grade.timestamp and standing.timestamp is None):
        flags.append(Flag(FlagKind.NO_TIME, "timestamp.txt cannot be read: whether it is late is not known"))
    if standing.late_days:
        days = "day" if standing.late_days == 1 else "days"
        flags.append(Flag(FlagKind.LATE, f"late: {standing.late_days} {days}"))
    flags += [_flag_problem(problem) for problem in grade.problems if problem not in no_times]
    return flags + _flag_hand_scores(standing) + _flag_open_cells(lesson, grade, standing)


def _flag_hand_scores(standing: Standing) -> list[Flag]:
    """Return what is odd about scores that a person entered."""
    flags = []
    if standing.to_review:
        cells = ", ".join(sorted(key.grade_id for key in standing.to_review))
        flags.append(Flag(FlagKind.TO_REVIEW, f"scored by hand before its answer or points changed: {cells}"))
    if standing.above:
        cells = ", ".join(f"{key.grade_id} {standing.scores[key]:g}" for key in sorted(standing.above))
        flags.append(Flag(FlagKind.ABOVE, f"scored by hand above the question's points: {cells}"))
    return flags


def _flag_problem(problem: Problem) -> Flag:
    kind = FlagKind.MISSING if problem.is_missing else FlagKind.REFUSED
    return Flag(kind, f"{problem.file}: {problem.message}")


def _flag_open_cells(lesson: Lesson, grade: Grade, standing: Standing) -> list[Flag]:
    """Return why cells have no score: our side failed, or a person decides. A problem of the file is a flag already."""
    explained = {problem.notebook for problem in grade.problems}
    flags, waiting = [], []
    for source in lesson.notebooks:
        is_read = grade.notebook(source.name) is not None
        cells = [cell for cell in source.graded_cells if source.key(cell) in standing.open_cells]
        waiting += [cell.grade_id for cell in cells if cell.is_manual and is_read]
        failed = [cell.grade_id for cell in cells if not (cell.is_manual and is_read)]
        if failed and source.name not in explained:
            flags.append(Flag(FlagKind.UNGRADED, f"UNGRADED: {source.name}/{', '.join(failed)}"))
    if waiting:
        flags.append(Flag(FlagKind.WAITS_FOR_PERSON, f"waits for a person: {', '.join(waiting)}"))
    return flags
