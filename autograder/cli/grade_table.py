"""The table of a grading run: points by notebook, and what needs a person."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from autograder.cli.commands import print_problem
from autograder.gradebook import Standing
from autograder.grading import GradeSummary
from autograder.records import Grade

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["print_grades"]

_MOST_NAMES = 5


def print_grades(summary: GradeSummary, console: Console) -> None:
    """Print a line for each student; below it, what was repaired, refused or left UNGRADED."""
    print(f"{summary.lesson.name}: {len(summary.grades)} students, {len(summary.graded)} graded now")
    for line in _draw_table(*_fill_table(summary)):
        print(line)
    for source in summary.lesson.notebooks:
        if source.suite is None and source.automatic_points:
            line = f"{source.name} has no suite: its own test cells decided, in the student's process"
            console.print(line, soft_wrap=True)
    _print_updates(summary.grades, console)
    _print_missing(summary)
    for grade in summary.grades:
        _print_notes(grade, console)


def _fill_table(summary: GradeSummary) -> tuple[list[tuple[str, str]], list[list[str]]]:
    """Return the heads of the columns, two lines each, and the rows."""
    is_late_shown = any(_find_standing(summary, grade).late_days for grade in summary.grades)
    columns = [("student", "")]
    columns += [(notebook.name, f"/ {notebook.automatic_points:g}") for notebook in summary.lesson.notebooks]
    columns.append(("total", f"/ {summary.lesson.points:g}"))
    columns += [("late", "days"), ("late", "penalty")] if is_late_shown else []
    columns += [("by hand", ""), ("repaired", ""), ("ungraded", "")]
    return columns, [_fill_row(summary, grade, is_late_shown=is_late_shown) for grade in summary.grades]


def _find_standing(summary: GradeSummary, grade: Grade) -> Standing:
    return summary.standings.get(grade.student) or Standing(grade.student)


def _fill_row(summary: GradeSummary, grade: Grade, *, is_late_shown: bool) -> list[str]:
    standing = _find_standing(summary, grade)
    row = [grade.student]
    for notebook in summary.lesson.notebooks:
        found = grade.notebook(notebook.name)
        row.append("–" if found is None else "?" if found.is_ungraded else f"{found.score:g}")
    row.append(f"{standing.total if grade.student in summary.standings else grade.score:g}")
    if is_late_shown:
        row += [str(standing.late_days or ""), f"{standing.penalty:g}" if standing.penalty else ""]
    waiting = sum(
        cell.is_manual and (notebook.notebook, name) in standing.open_cells
        for notebook in grade.notebooks
        for name, cell in notebook.cells.items()
    )
    repaired = sum(len(notebook.repairs) for notebook in grade.notebooks)
    ungraded = [problem.notebook for problem in grade.problems if problem.notebook]
    ungraded += [notebook.notebook for notebook in grade.notebooks if notebook.is_ungraded]
    return [*row, str(waiting or ""), str(repaired or ""), ", ".join(dict.fromkeys(ungraded))]


def _print_updates(grades: Iterable[Grade], console: Console) -> None:
    """Print each update once, with whose notebooks it was: after a correction it may be the whole class's."""
    students: dict[tuple[str, str], list[str]] = {}
    for grade in grades:
        for result in grade.notebooks:
            for update in result.updates:
                students.setdefault((result.notebook, update), []).append(grade.student)
    for (notebook, update), names in students.items():
        shown = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
        console.print(f"updated: {notebook}: {update} ({len(names)} students: {shown})")


def _print_missing(summary: GradeSummary) -> None:
    """Print each module that notebooks imported in vain: what is missing here may be there where students work."""
    for name, students in sorted(summary.missing.items()):
        shown = ", ".join(students[:_MOST_NAMES]) + (", ..." if len(students) > _MOST_NAMES else "")
        print(
            f"warning: {name} is not installed, and cells that import it failed ({len(students)} students: {shown})\n"
            "  hint: install it and run the command again: they are graded anew",
            file=sys.stderr,
        )


def _print_notes(grade: Grade, console: Console) -> None:
    for result in grade.notebooks:
        for repair in result.repairs:
            console.print(f"repaired: {grade.student}/{result.file}: {repair}")
        for note in result.notes:
            console.print(f"note: {grade.student}/{result.file}: {note}")
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


def _draw_table(columns: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; the first and last column are flush left, the others right.

    Rich, which draws tables as well, takes 1 ms for a row.
    """
    header = list(zip(*columns, strict=True))
    widths = [max(cell_len(line[number]) for line in (*header, *rows)) for number in range(len(columns))]

    def draw(line: Sequence[str]) -> str:
        parts = []
        for number, (text, width) in enumerate(zip(line, widths, strict=True)):
            space = " " * (width - cell_len(text))
            parts.append(f"{text}{space}" if number in (0, len(widths) - 1) else f"{space}{text}")
        return f"│ {' │ '.join(parts)} │"

    bars = ["─" * (width + 2) for width in widths]
    yield f"┌{'┬'.join(bars)}┐"
    yield from map(draw, header)
    yield f"├{'┼'.join(bars)}┤"
    yield from map(draw, rows)
    yield f"└{'┴'.join(bars)}┘"
