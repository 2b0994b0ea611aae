"""Students whose failing code behaves alike, so that a person can look once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.audit import Atlas, Diagnosis
from autograder.course import Lesson
from autograder.errors import CourseError
from autograder.records import Grade
from autograder.submissions import answer_text
from autograder.suite import Behaviour, Observation

__all__ = ["Group", "group_students", "save_group"]


@dataclass(frozen=True)
class Group:
    """Students whose answer to one test cell lost the same points in the same way. `source` is one answer of them."""

    notebook: str
    test_cell: str
    solution: str
    students: tuple[str, ...]
    lost: tuple[tuple[str, float], ...]
    source: str
    diagnosis: Diagnosis


def group_students(
    lesson: Lesson, grades: Iterable[Grade], pages: Mapping[tuple[str, str], str], atlas: Atlas, test_cell: str = ""
) -> list[Group]:
    """Return the groups of a class, largest first.

    `pages` are autograded notebooks' JSON by (student, notebook); `test_cell` limits the list to one question.
    """
    found: dict[tuple[str, str, str], list[Grade]] = {}
    lines_of: dict[tuple[str, str, str], tuple[Observation, ...]] = {}
    cells = {cell.grade_id for notebook in lesson.notebooks for cell in notebook.cells if cell.is_test}
    if test_cell and test_cell not in cells:
        raise CourseError(f"{lesson.name} has no test cell {test_cell}", hint=f"one of: {', '.join(sorted(cells))}")
    for grade in grades:
        for graded in grade.notebooks:
            for solution, lines in graded.behaviours.items():
                key = (graded.notebook, solution, Behaviour(lines).key)
                found.setdefault(key, []).append(grade)
                lines_of[key] = lines
    groups = []
    for key, members in found.items():
        notebook, solution, _ = key
        source = lesson.notebook(notebook)
        tests = [
            cell.grade_id
            for cell in source.cells
            if cell.is_test and (before := source.solution_before(cell)) is not None and before.grade_id == solution
        ]
        if test_cell and test_cell not in tests:
            continue
        first = min(members, key=lambda grade: (len(_source(pages, grade.student, notebook, solution)), grade.student))
        result = first.notebook(notebook)
        assert result is not None
        lost = tuple(
            (name, cell.score)
            for name, cell in result.cells.items()
            if name in tests and cell.score is not None and cell.score < cell.points
        )
        groups.append(
            Group(
                notebook,
                test_cell or (lost[0][0] if lost else tests[0]),
                solution,
                tuple(sorted(grade.student for grade in members)),
                lost,
                _source(pages, first.student, notebook, solution),
                atlas.diagnose(solution, lines_of[key]),
            )
        )
    return sorted(groups, key=lambda group: (-len(group.students), group.notebook, group.solution, group.students))


def _source(pages: Mapping[tuple[str, str], str], student: str, notebook: str, solution: str) -> str:
    return answer_text(json.loads(pages.get((student, notebook), "null")), solution)


def save_group(lesson: Lesson, group: Group, name: str) -> Path:
    """Write the representative of a group as a wrong answer of the bank; the points stated are those it got."""
    if not name.isidentifier():
        raise CourseError(f"{name!r} is no name for a sample answer", hint="use letters, digits and underscores")
    path = lesson.bank_folder / "wrong" / f"{name}.py"
    if path.exists():
        raise CourseError("there is a sample answer of this name already", hint="choose another name", path=path)
    if not group.lost:
        raise CourseError(f"the code of {group.solution} lost no points of its own", hint="choose another group")
    count = len(group.students)
    scores = " ".join(f"{cell}={score:g}" for cell, score in group.lost)
    head = [
        f'"""Handed in alike by {count} of a class. / 班上有 {count} 人的答案如此。"""',
        f"# notebook: {group.notebook}",
        f"# scores: {scores}",
    ]
    known = group.diagnosis.known
    if known is not None:
        head += [f"# misconception: {known.misconception}", f"# hint: {known.hint}"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*head, "", f"# %% {group.solution}", group.source.rstrip(), ""]), encoding="utf-8")
    return path
