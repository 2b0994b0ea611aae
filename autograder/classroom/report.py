"""The page about a class: one HTML file for the TAs, nothing fetched, nothing alive in it that came from a student."""

from __future__ import annotations

import functools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from autograder.classroom.classroom import read_classroom
from autograder.classroom.distribution import CellDistribution, count_totals, describe_cells
from autograder.classroom.groups import BehaviourGroup, group_by_behaviour
from autograder.classroom.histogram import draw_histogram
from autograder.classroom.looks import list_looks, show_flag
from autograder.classroom.rows import ClassRow, Flag, FlagKind, RowStatus, list_rows
from autograder.classroom.similarity import LEAST_TOKENS, SharedAnswer, SharingStudents, find_copies, most_sharing
from autograder.course import CellKey, Course, Lesson
from autograder.files import write_file
from autograder.records import Grade
from autograder.text import load_template

__all__ = ["ClassReport", "render_report", "write_report"]

_MOST_SHOWN = 40
_FEW = 10  # of a list; the others are folded away
_MOST_CHARS = 3_000
_TEMPLATE = Path(__file__).parent / "report.html.j2"


class _Person(NamedTuple):
    """A student as the page names one: `link` is "" if there is no feedback page to link to."""

    id: str
    name: str
    link: str


@dataclass(frozen=True)
class ClassReport:
    """All that the page is made of."""

    lesson: Lesson
    grades: Sequence[Grade]
    rows: Sequence[ClassRow]
    groups: Sequence[BehaviourGroup] = ()
    sharing: Sequence[SharingStudents] = ()
    students_with_page: frozenset[str] = frozenset()

    @functools.cached_property
    def people(self) -> dict[str, _Person]:
        """The students as the page names them, by id."""
        return {row.student.id: self._name(row) for row in self.rows}

    def _name(self, row: ClassRow) -> _Person:
        student, lesson = row.student, quote(self.lesson.name)
        link = f"../feedback/{quote(student.id, safe='')}/{lesson}/{lesson}.html"
        return _Person(student.id, student.name, link if student.id in self.students_with_page else "")

    def find_people(self, students: Iterable[str]) -> list[_Person]:
        """Return these students, sorted by id."""
        return [self.people[student] for student in sorted(students)]


def write_report(course: Course, lesson_name: str) -> Path:
    """Write the page about the class of a lesson; return its path. `GradebookError` if a student is not graded yet."""
    classroom = read_classroom(course, lesson_name)
    lesson, grades, answers, atlas = classroom.lesson, classroom.grades, classroom.answers, classroom.atlas
    report = ClassReport(
        lesson,
        grades,
        list_rows(lesson, grades, classroom.standings, classroom.roster),
        group_by_behaviour(lesson, grades, answers, atlas) if atlas is not None else (),
        find_copies(lesson, classroom.released, answers),
        classroom.students_with_page,
    )
    path = course.gradebook / "reports" / f"{lesson_name}-class.html"
    write_file(path, render_report(report))
    return path


def render_report(report: ClassReport) -> str:
    """Return the page."""
    present = [row for row in report.rows if row.standing is not None]
    totals = [row.standing.total for row in present if row.standing is not None]
    bins = count_totals(totals, report.lesson.points)
    misconceptions = _list_misconceptions(report)
    return load_template(_TEMPLATE).render(
        lesson=report.lesson.name,
        lesson_title=report.lesson.titles.lesson,
        titles=report.lesson.titles.questions,
        points=f"{report.lesson.points:g}",
        handed_in=len(present),
        complete=sum(row.status is RowStatus.GRADED for row in present),
        missing=report.find_people(row.student.id for row in report.rows if row.status is RowStatus.MISSING),
        mean=f"{statistics.fmean(totals):.1f}" if totals else "–",
        median=f"{statistics.median(totals):.1f}" if totals else "–",
        lowest=f"{min(totals):g}" if totals else "–",
        highest=f"{max(totals):g}" if totals else "–",
        bins=bins,
        wide=draw_histogram(bins, 7.4, 2.5) if totals else "",
        narrow=draw_histogram(bins, 3.5, 2.7) if totals else "",
        notebooks=_list_notebooks(report.lesson, describe_cells(report.lesson, present)),
        shared=[one for one in misconceptions if len(one.people) > 1],
        single=[one for one in misconceptions if len(one.people) == 1],
        unnamed=_list_unnamed(report),
        looks=[_Look(report.people[id], flags) for id, flags in list_looks(report.rows, report.grades)],
        waiting=_list_waiting(report),
        late=_list_late(report),
        sharing=[_show_sharing(report, one) for one in report.sharing[:_MOST_SHOWN]],
        sharing_left=max(0, len(report.sharing) - _MOST_SHOWN),
        least_tokens=LEAST_TOKENS,
        most_sharing=most_sharing(len(present)),
        everybody=[_Entry(report.people[row.student.id], row) for row in present],
        few=_FEW,
        FlagKind=FlagKind,
        show_flag=show_flag,
    )


class _Entry(NamedTuple):
    """A student and the student's row."""

    person: _Person
    row: ClassRow


class _QuestionRow(NamedTuple):
    """A graded cell over the class, and the title of its question."""

    title: str
    cell: CellDistribution


class _NotebookRows(NamedTuple):
    """A notebook's title and its graded cells."""

    title: str
    rows: list[_QuestionRow]


def _list_notebooks(lesson: Lesson, cells: Sequence[CellDistribution]) -> list[_NotebookRows]:
    titles = lesson.titles
    return [
        _NotebookRows(
            titles.notebooks[notebook.name],
            [_QuestionRow(titles.questions[cell.key], cell) for cell in cells if cell.key.notebook == notebook.name],
        )
        for notebook in lesson.notebooks
    ]


class _Waiting(NamedTuple):
    """A hand-graded cell, its title, and how many answers to it wait for a person."""

    cell: str
    title: str
    answers: int


def _list_waiting(report: ClassReport) -> list[_Waiting]:
    open_cells = {row.student.id: row.standing.open_cells for row in report.rows if row.standing is not None}
    found = []
    for notebook in report.lesson.notebooks:
        students = [grade.student for grade in report.grades if grade.notebook(notebook.name) is not None]
        for cell in notebook.graded_cells:
            count = sum(notebook.key(cell) in open_cells.get(student, ()) for student in students)
            if cell.is_manual and count:
                title = report.lesson.titles.questions[notebook.key(cell)]
                found.append(_Waiting(cell.grade_id, title, count))
    return found


class _Misconception(NamedTuple):
    """A misconception, the titles of the questions in which it showed, and the students."""

    words: str
    cells: list[str]
    people: list[_Person]


def _list_misconceptions(report: ClassReport) -> list[_Misconception]:
    """Return the misconceptions that have a name, commonest first."""
    students: dict[str, set[str]] = {}
    cells: dict[str, set[CellKey]] = {}
    titles = report.lesson.titles.questions
    for group in report.groups:
        known = group.diagnosis.known
        if known is not None:
            students.setdefault(known.misconception, set()).update(group.students)
            cells.setdefault(known.misconception, set()).add(CellKey(group.notebook, group.solution))
    found = [
        _Misconception(words, [titles[key] for key in sorted(cells[words])], report.find_people(names))
        for words, names in students.items()
    ]
    return sorted(found, key=lambda one: (-len(one.people), one.words))


class _UnnamedGroup(NamedTuple):
    """Students whose failing code behaves alike, like no sample answer that is known."""

    group: BehaviourGroup
    title: str
    people: list[_Person]

    @property
    def is_unanswered(self) -> bool:
        """Whether the cell is as it was handed out."""
        found = self.group.diagnosis.counterexample
        return found is not None and found.got.startswith("NotImplementedError")


def _list_unnamed(report: ClassReport) -> list[_UnnamedGroup]:
    """Return the groups of two or more whose behaviour has no name, largest first."""
    found = [
        _UnnamedGroup(
            group,
            report.lesson.titles.questions[CellKey(group.notebook, group.solution)],
            report.find_people(group.students),
        )
        for group in report.groups
        if _is_unnamed(group) and len(group.students) > 1
    ]
    return found[:_MOST_SHOWN]


def _is_unnamed(group: BehaviourGroup) -> bool:
    """Whether a group's own code is the cause of something that has no name."""
    return not group.causes and group.diagnosis.known is None and group.diagnosis.counterexample is not None


class _Look(NamedTuple):
    """A student who needs a look, and why."""

    person: _Person
    flags: list[Flag]


def _list_late(report: ClassReport) -> list[_Entry]:
    """Return who was late, the latest first."""
    late = [row for row in report.rows if row.late_days]
    late.sort(key=lambda row: (-(row.late_days or 0), row.student.id))
    return [_Entry(report.people[row.student.id], row) for row in late]


class _ShownSource(NamedTuple):
    student: str
    source: str


class _ShownSharing(NamedTuple):
    """Students who share answers, and the most surprising answer of two of them side by side."""

    people: list[_Person]
    answers: tuple[SharedAnswer, ...]
    sources: list[_ShownSource]


def _show_sharing(report: ClassReport, sharing: SharingStudents) -> _ShownSharing:
    sources = sharing.answers[0].sources
    shown = [_ShownSource(student, sources[student][:_MOST_CHARS]) for student in sharing.students[:2]]
    return _ShownSharing(report.find_people(sharing.students), sharing.answers, shown)
