"""The page about a class: one HTML file for the TAs, nothing fetched, nothing alive in it that came from a student."""

from __future__ import annotations

import base64
import io
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from autograder.classroom.groups import Group
from autograder.classroom.similarity import LEAST_TOKENS, Alike, most_sharing
from autograder.classroom.table import Line
from autograder.course import Lesson
from autograder.records import Grade
from autograder.text import load_template

__all__ = ["ClassData", "render_report"]

_MOST_SHOWN = 40
_MOST_CHARS = 3_000
_BINS = 10
_TEMPLATE = Path(__file__).parent / "report.html.j2"


@dataclass(frozen=True)
class ClassData:
    """All that the page is made of. `pages` are the students who have a feedback page to link to."""

    lesson: Lesson
    grades: Sequence[Grade]
    lines: Sequence[Line]
    groups: Sequence[Group] = ()
    copies: Sequence[Alike] = ()
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Student:
    """A student as the page names one: `link` is "" where there is no page."""

    id: str
    name: str
    link: str


@dataclass(frozen=True)
class _Question:
    """One graded cell over the class. `share` is the mean part of its points, None where nobody has a score."""

    notebook: str
    name: str
    points: float
    share: float | None
    mean: float | None
    full: int
    part: int
    none: int
    waiting: int
    is_hard: bool = False


@dataclass(frozen=True)
class _Misconception:
    words: str
    cells: str
    students: tuple[_Student, ...] = field(default=())


def render_report(data: ClassData) -> str:
    """Return the page."""
    find = _finder(data)
    here = [line for line in data.lines if line.standing is not None]
    totals = [line.standing.total for line in here if line.standing is not None]
    counts = _histogram(totals, data.lesson.points)
    questions = _questions(data.lesson, here)
    named, unnamed = _misconceptions(data.groups, find)
    late = sorted((line for line in here if line.late_days), key=lambda line: (-(line.late_days or 0), line.student.id))
    return str(
        load_template(_TEMPLATE).render(
            lesson=data.lesson.name,
            points=f"{data.lesson.points:g}",
            handed_in=len(here),
            complete=sum(line.status == "graded" for line in here),
            missing=[find(line.student.id) for line in data.lines if line.status == "missing"],
            mean=f"{statistics.fmean(totals):.1f}" if totals else "–",
            median=f"{statistics.median(totals):.1f}" if totals else "–",
            lowest=f"{min(totals):g}" if totals else "–",
            highest=f"{max(totals):g}" if totals else "–",
            bins=counts,
            wide=_draw_histogram(counts, 7.4, 2.5) if totals else "",
            narrow=_draw_histogram(counts, 3.5, 2.7) if totals else "",
            notebooks=[
                (notebook.name, [question for question in questions if question.notebook == notebook.name])
                for notebook in data.lesson.notebooks
            ],
            named=named,
            unnamed=unnamed,
            looks=_looks(data, find),
            waiting=_by_hand(data),
            late=[(find(line.student.id), line.late_days, line.standing) for line in late],
            copies=[_shown_copies(alike, find) for alike in data.copies[:_MOST_SHOWN]],
            copies_left=max(0, len(data.copies) - _MOST_SHOWN),
            least_tokens=LEAST_TOKENS,
            most_sharing=most_sharing(len(here)),
            everybody=[(find(line.student.id), line) for line in here],
            most_shown=_MOST_SHOWN,
        )
    )


def _finder(data: ClassData) -> Callable[[str], _Student]:
    names = {line.student.id: line.student.name for line in data.lines}

    def find(student: str) -> _Student:
        where = quote(student, safe="")
        page = f"../feedback/{where}/{quote(data.lesson.name)}/{quote(data.lesson.name)}.html"
        return _Student(student, names.get(student, ""), page if student in data.pages else "")

    return find


def _questions(lesson: Lesson, lines: Sequence[Line]) -> list[_Question]:
    questions = []
    for notebook in lesson.notebooks:
        for cell in notebook.graded_cells:
            key = notebook.key(cell)
            found = [line.standing.scores.get(key) for line in lines if line.standing is not None]
            scores = [score for score in found if score is not None]
            mean = statistics.fmean(scores) if scores else None
            full = sum(score >= cell.points for score in scores)
            none = sum(score == 0 for score in scores if score < cell.points)
            share = mean / cell.points if mean is not None and cell.points else None
            part, waiting = len(scores) - full - none, len(found) - len(scores)
            questions.append(
                _Question(notebook.name, cell.grade_id, cell.points, share, mean, full, part, none, waiting)
            )
    # Where most answers are open yet, the mean is that of the few that are not.
    known = [question for question in questions if question.share is not None and question.waiting <= len(lines) / 2]
    hardest = sorted({question.share for question in known if question.share is not None and question.share < 0.8})[:3]
    return [replace(question, is_hard=question in known and question.share in hardest) for question in questions]


def _by_hand(data: ClassData) -> list[tuple[str, int]]:
    """Return (cell, answers that wait for a person) of each hand-graded cell, where there are any."""
    open_cells = {line.student.id: line.standing.open_cells for line in data.lines if line.standing is not None}
    found = []
    for notebook in data.lesson.notebooks:
        here = [grade.student for grade in data.grades if grade.notebook(notebook.name) is not None]
        for cell in notebook.graded_cells:
            key = (notebook.name, cell.grade_id)
            count = sum(key in open_cells.get(student, ()) for student in here) if cell.is_manual else 0
            if count:
                found.append((cell.grade_id, count))
    return found


def _misconceptions(
    groups: Sequence[Group], find: Callable[[str], _Student]
) -> tuple[list[_Misconception], list[tuple[Group, tuple[_Student, ...]]]]:
    """Return the named misconceptions, commonest first, and groups of two or more that behave alike without a name."""
    students: dict[str, set[str]] = {}
    cells: dict[str, set[str]] = {}
    unnamed = []
    for group in groups:
        known = group.diagnosis.known
        if known is not None:
            students.setdefault(known.misconception, set()).update(group.students)
            cells.setdefault(known.misconception, set()).add(f"{group.notebook}/{group.solution}")
        elif len(group.students) > 1 and group.diagnosis.counterexample is not None:
            unnamed.append((group, tuple(map(find, group.students))))
    named = [
        _Misconception(words, ", ".join(sorted(cells[words])), tuple(map(find, sorted(names))))
        for words, names in students.items()
    ]
    return sorted(named, key=lambda one: (-len(one.students), one.words)), unnamed[:_MOST_SHOWN]


def _looks(data: ClassData, find: Callable[[str], _Student]) -> list[tuple[_Student, list[str]]]:
    """Return who needs a look and why. Being late and waiting for hand grading have sections of their own."""
    repairs = {grade.student: sum(len(notebook.repairs) for notebook in grade.notebooks) for grade in data.grades}
    found = []
    for line in data.lines:
        if line.status == "missing":
            continue
        reasons = [flag for flag in line.flags if not flag.startswith(("late: ", "waits for a person: "))]
        if repairs.get(line.student.id):
            reasons.append(f"repaired: {repairs[line.student.id]}")
        if reasons:
            found.append((find(line.student.id), reasons))
    return sorted(found, key=lambda one: (not any("UNGRADED" in reason for reason in one[1]), one[0].id))


def _shown_copies(alike: Alike, find: Callable[[str], _Student]) -> dict[str, Any]:
    first = alike.cells[0]
    return {
        "students": [find(student) for student in alike.students],
        "cells": alike.cells,
        "first": first,
        "sources": [(student, first.source[student][:_MOST_CHARS]) for student in alike.students[:2]],
    }


# --- the chart -----------------------------------------------------------------------------------------------------


def _histogram(totals: Sequence[float], points: float) -> list[tuple[float, float, int]]:
    """Return (from, to, students) of ten bins; the last one holds the full score too, and what is above it."""
    width = points / _BINS
    counts = [0] * _BINS
    for total in totals:
        counts[min(_BINS - 1, int(total / width + 1e-9)) if width else 0] += 1
    return [(round(index * width, 2), round((index + 1) * width, 2), count) for index, count in enumerate(counts)]


def _draw_histogram(bins: Sequence[tuple[float, float, int]], width_in: float, height_in: float) -> str:
    """Return a chart of the bins as an SVG in a data address. Its text is digits and ASCII: no font lacks those."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "autograder", "font.size": 10}):
        figure = Figure(figsize=(width_in, height_in), layout="constrained")
        axes = figure.add_subplot()
        left = [low for low, _, _ in bins]
        counts = [count for _, _, count in bins]
        bars = axes.bar(left, counts, width=[high - low for low, high, _ in bins], align="edge", color="#2b62b3")
        for bar in bars:
            bar.set(edgecolor="white", linewidth=1.5)
        axes.bar_label(bars, [str(count) if count else "" for count in counts], padding=2, fontsize=9, color="#5a6575")
        axes.set_xlim(bins[0][0], bins[-1][1])
        axes.set_ylim(0, max(counts) * 1.18)
        axes.set_xlabel("points", color="#5a6575")
        axes.set_ylabel("students", color="#5a6575")
        axes.set_xticks([*left[::2], bins[-1][1]])
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        axes.tick_params(colors="#5a6575", length=0)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color("#c9d1da")
        axes.grid(axis="y", color="#e1e6ec", linewidth=0.8)
        axes.set_axisbelow(True)
        file = io.BytesIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"
