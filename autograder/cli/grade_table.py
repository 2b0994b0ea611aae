"""The table of a grading run: points by notebook, and what needs a person."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from autograder.cli.changes import describe_change
from autograder.cli.commands import count_of, print_problem
from autograder.gradebook import Standing
from autograder.grading import GradeSummary
from autograder.records import Change, Grade
from autograder.text import clean_line

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["print_grades", "print_needs"]

_MOST_NAMES = 5
_MOST_CHANGES = 20
_ALWAYS = ("student", "total", "by hand", "repaired", "ungraded")


def print_grades(summary: GradeSummary, console: Console, names: Mapping[str, str] | None = None) -> None:
    """Print a line for each student; below it, what was repaired, refused or left UNGRADED, and what needs a look.

    `names` are those of the roster, by student; None if there is no roster.
    """
    print(_describe_run(summary, names))
    for line in _draw_table(*_fill_table(summary, names or {})):
        print(line)
    for source in summary.lesson.notebooks:
        if source.suite is None and source.automatic_points:
            line = f"{source.name} has no suite: its own test cells decided, in the student's process"
            console.print(line, soft_wrap=True)
    _print_changes(summary, console)
    _print_updates(summary.grades, console)
    _print_missing(summary)
    for grade in summary.grades:
        for result in grade.notebooks:
            for repair in result.repairs:
                console.print(f"repaired: {grade.student}/{result.file}: {repair}")
            for note in result.notes:
                console.print(f"note: {grade.student}/{result.file}: {note}")
    print_needs(summary)


def print_needs(summary: GradeSummary) -> None:
    """Print what needs a person, all that an exit code of 3 stands for, but for folders that are no student's."""
    for grade in summary.grades:
        _print_needs(grade)
        _print_hand_scores(summary, _find_standing(summary, grade))


def _describe_run(summary: GradeSummary, names: Mapping[str, str] | None) -> str:
    """Return how many are graded, and of how many."""
    now = len(summary.graded)
    if names is None:
        return f"{summary.lesson.name}: {count_of(summary.grades, 'student')}, {now} graded now"
    known = len(names.keys() & summary.standings.keys())
    left = len(summary.standings) - known
    others = f", {left} not in the roster" if left else ""
    return f"{summary.lesson.name}: {known} graded so far of {len(names)} in the roster{others}, {now} graded now"


class _Column(NamedTuple):
    """A column's head, in two lines, and whether it holds texts: these are flush left."""

    head: str
    below: str = ""
    is_text: bool = False


def _fill_table(summary: GradeSummary, names: Mapping[str, str]) -> tuple[list[_Column], list[list[str]]]:
    """Return the columns and the rows. A column that would be empty in every row is left out, if it may be."""
    notebooks = [_Column(one.name, f"/ {one.automatic_points:g}") for one in summary.lesson.notebooks]
    columns = [
        _Column("student", is_text=True),
        _Column("name", is_text=True),
        *notebooks,
        _Column("total", f"/ {summary.lesson.points:g}"),
        _Column("changed"),
        _Column("late", "days"),
        _Column("late", "penalty"),
        _Column("by hand"),
        _Column("to review"),
        _Column("repaired"),
        _Column("not sent", is_text=True),
        _Column("refused", is_text=True),
        _Column("ungraded", is_text=True),
    ]
    changed: dict[str, float] = defaultdict(float)
    for change in _list_surprises(summary):
        changed[change.student] += _difference(change)
    rows = [_fill_row(summary, grade, names.get(grade.student, ""), changed[grade.student]) for grade in summary.grades]
    filled = {column.head for number, column in enumerate(columns) if any(row[number] for row in rows)}
    shown = [number for number, column in enumerate(columns) if column.head in {*_ALWAYS, *filled}]
    return [columns[number] for number in shown], [[row[number] for number in shown] for row in rows]


def _find_standing(summary: GradeSummary, grade: Grade) -> Standing:
    return summary.standings.get(grade.student) or Standing(grade.student)


def _fill_row(summary: GradeSummary, grade: Grade, name: str, changed: float) -> list[str]:
    standing = _find_standing(summary, grade)
    row = [grade.student, clean_line(name)]
    for notebook in summary.lesson.notebooks:
        found = grade.notebook(notebook.name)
        row.append("–" if found is None else "?" if found.is_ungraded else f"{found.score:g}")
    row.append(f"{standing.total if grade.student in summary.standings else grade.score:g}")
    row.append(f"{changed:+g}" if changed else "")
    row += [str(standing.late_days or ""), f"{standing.penalty:g}" if standing.penalty else ""]
    waiting = sum(
        cell.is_manual and (notebook.notebook, name) in standing.open_cells
        for notebook in grade.notebooks
        for name, cell in notebook.cells.items()
    )
    repaired = sum(len(notebook.repairs) for notebook in grade.notebooks)
    missing = [problem.notebook for problem in grade.problems if problem.notebook and problem.is_missing]
    refused = [problem.notebook for problem in grade.problems if problem.notebook and not problem.is_missing]
    ungraded = [notebook.notebook for notebook in grade.notebooks if notebook.is_ungraded]
    counts = (waiting, len(standing.to_review | standing.above), repaired)
    return [*row, *(str(count or "") for count in counts), *map(_join, (missing, refused, ungraded))]


def _join(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _list_surprises(summary: GradeSummary) -> list[Change]:
    """Return the scores that changed though the student handed in nothing new."""
    return [change for change in summary.changes if change.is_same_file]


def _difference(change: Change) -> float:
    return round((change.after or 0.0) - (change.before or 0.0), 2)


def _print_changes(summary: GradeSummary, console: Console) -> None:
    """Print which scores changed though their file is the same, by which tests; all of them are in the history."""
    surprises = _list_surprises(summary)
    for change in surprises[:_MOST_CHANGES]:
        console.print(f"changed: {describe_change(change)}; the file is the same", soft_wrap=True)
    if len(surprises) > _MOST_CHANGES:
        left = len(surprises) - _MOST_CHANGES
        console.print(f"changed: {left} more: `autograder history {summary.lesson.name}`", soft_wrap=True)


def _print_updates(grades: Iterable[Grade], console: Console) -> None:
    """Print each update once, with whose notebooks it was: after a correction it may be the whole class's."""
    students: dict[tuple[str, str], list[str]] = {}
    for grade in grades:
        for result in grade.notebooks:
            for update in result.updates:
                students.setdefault((result.notebook, update), []).append(grade.student)
    for (notebook, update), names in students.items():
        shown = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
        console.print(f"updated: {notebook}: {update} ({count_of(names, 'student')}: {shown})")


def _print_missing(summary: GradeSummary) -> None:
    """Print each module that notebooks imported in vain: what is missing here may be there where students work."""
    for name, students in sorted(summary.missing.items()):
        shown = ", ".join(students[:_MOST_NAMES]) + (", ..." if len(students) > _MOST_NAMES else "")
        whose = f"{count_of(students, 'student')}: {shown}"
        print(
            f"warning: {name} is not there where notebooks run, and cells that import it failed ({whose})\n"
            "  hint: install it and run the command again: they are graded anew",
            file=sys.stderr,
        )


def _print_needs(grade: Grade) -> None:
    for problem in grade.problems:
        print_problem(f"{grade.student}/{problem.file}", problem.message, problem.hint)
    for result in grade.notebooks:
        if result.is_ungraded:
            reason = result.ungraded or "a test has no outcome"
            print(
                f"UNGRADED (our fault, no points lost): {grade.student}/{result.file}: {reason}\n"
                "  hint: run the command again; if it stays, report the record",
                file=sys.stderr,
            )


def _print_hand_scores(summary: GradeSummary, standing: Standing) -> None:
    """Print the scores by hand that are kept, and of which nobody can say that they are still meant so."""
    lesson = summary.lesson.name
    for key in sorted(standing.to_review):
        why = summary.reviews.get((standing.student, key), "it waits for a person")
        score = f"the score by hand, {standing.scores[key]:g}, is kept and marked for review: {why}"
        hint = f"look at it in the formgrader, or: autograder explanations {lesson} --cell {key.grade_id}"
        print_problem(f"{standing.student}/{key}", score, hint)
    for key in sorted(standing.above):
        score = f"the score by hand, {standing.scores[key]:g}, is above the question's points"
        print_problem(f"{standing.student}/{key}", score, "enter the right one; until then it counts as it is")


def _draw_table(columns: Sequence[_Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; texts are flush left, numbers right.

    Rich, which draws tables as well, takes 1 ms for a row.
    """
    header = [[column.head for column in columns], [column.below for column in columns]]
    widths = [max(cell_len(line[number]) for line in (*header, *rows)) for number in range(len(columns))]

    def draw(line: Sequence[str]) -> str:
        parts = []
        for number, (text, width) in enumerate(zip(line, widths, strict=True)):
            space = " " * (width - cell_len(text))
            parts.append(f"{text}{space}" if columns[number].is_text else f"{space}{text}")
        return f"│ {' │ '.join(parts)} │"

    bars = ["─" * (width + 2) for width in widths]
    yield f"┌{'┬'.join(bars)}┐"
    yield from map(draw, header)
    yield f"├{'┼'.join(bars)}┤"
    yield from map(draw, rows)
    yield f"└{'┴'.join(bars)}┘"
