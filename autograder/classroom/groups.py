"""Students whose failing code behaves alike, so that a person can look once.

Where the cause lies in another cell, it is that cell by which answers are put together: what they do tells nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from autograder.classroom.classroom import read_classroom
from autograder.classroom.explanations import make_group_id
from autograder.course import CellKey, Course, Lesson
from autograder.errors import CourseError
from autograder.records import Cause, Grade
from autograder.suite import Behaviour, Observation

if TYPE_CHECKING:
    from autograder.audit import Atlas, Diagnosis

__all__ = ["BehaviourGroup", "CellScore", "find_groups", "group_by_behaviour", "save_group"]


class CellScore(NamedTuple):
    """What an answer got in one test cell."""

    test_cell: str
    score: float


@dataclass(frozen=True)
class BehaviourGroup:
    """Students whose answer to one solution cell failed and did the same on every probe.

    `id` is made from who is in it and what each wrote. `scores` are those of the test cells in which it lost points;
    `source` is the shortest answer of the group. With
    `causes`, the mistake lies in these cells, or may lie there, and the students' answers may behave differently.
    """

    notebook: str
    solution: str
    students: tuple[str, ...]
    scores: tuple[CellScore, ...]
    source: str
    diagnosis: Diagnosis
    causes: tuple[str, ...] = ()
    id: str = ""


class _Alike(NamedTuple):
    """What is equal for all answers of a group: what they do if the cause `is_own`, else the cells to mend first."""

    solution: CellKey
    is_own: bool
    behaviour: str = ""
    causes: tuple[str, ...] = ()


def find_groups(
    course: Course, lesson_name: str, test_cell: str = "", sections: Collection[str] = ()
) -> list[BehaviourGroup]:
    """Return the students of a lesson in groups whose failing code behaves alike, largest first.

    `test_cell` limits the list to one test cell, `sections` to students of these; `CourseError` if the lesson has no
    test cell of that name.
    """
    classroom = read_classroom(course, lesson_name)
    if classroom.atlas is None:
        return []
    grades = [grade for grade in classroom.grades if classroom.is_in(grade.student, sections)]
    return group_by_behaviour(classroom.lesson, grades, classroom.answers, classroom.atlas, test_cell)


def group_by_behaviour(
    lesson: Lesson,
    grades: Iterable[Grade],
    answers: Mapping[CellKey, Mapping[str, str]],
    atlas: Atlas,
    test_cell: str = "",
) -> list[BehaviourGroup]:
    """Return the groups of a class, largest first; `answers` are sources by solution cell and student."""
    _check_test_cell(lesson, test_cell)
    members: dict[_Alike, list[Grade]] = {}
    lines: dict[_Alike, tuple[Observation, ...]] = {}
    for grade in grades:
        for graded in grade.notebooks:
            for solution, observed in graded.behaviours.items():
                key = _find_key(CellKey(graded.notebook, solution), graded.causes.get(solution), observed)
                members.setdefault(key, []).append(grade)
                lines[key] = observed
    groups = []
    for key, alike in members.items():
        tests = _list_tests(lesson, key.solution)
        if not test_cell or test_cell in tests:
            diagnosis = atlas.diagnose(key.solution.grade_id, lines[key], is_own=key.is_own)
            groups.append(_make_group(key, alike, tests, answers.get(key.solution, {}), diagnosis))
    return sorted(groups, key=lambda group: (-len(group.students), group.notebook, group.solution, group.students))


def _find_key(solution: CellKey, cause: Cause | None, lines: tuple[Observation, ...]) -> _Alike:
    if cause is None or cause.is_own:
        return _Alike(solution, True, Behaviour(lines).key)
    return _Alike(solution, False, causes=tuple(sorted(other.cell for other in cause.others)))


def _check_test_cell(lesson: Lesson, name: str) -> None:
    known = {cell.grade_id for notebook in lesson.notebooks for cell in notebook.cells if cell.is_test}
    if name and name not in known:
        raise CourseError(f"{lesson.name} has no test cell {name}", hint=f"one of: {', '.join(sorted(known))}")


def _list_tests(lesson: Lesson, solution: CellKey) -> list[str]:
    """Return the names of the test cells that follow a solution cell."""
    notebook = lesson.notebook(solution.notebook)
    tests = [(cell.grade_id, notebook.solution_before(cell)) for cell in notebook.cells if cell.is_test]
    return [name for name, before in tests if before is not None and before.grade_id == solution.grade_id]


def _make_group(
    key: _Alike,
    members: Sequence[Grade],
    tests: Sequence[str],
    sources: Mapping[str, str],
    diagnosis: Diagnosis,
) -> BehaviourGroup:
    solution = key.solution
    shortest = min(members, key=lambda grade: (len(sources.get(grade.student, "")), grade.student))
    graded = shortest.notebook(solution.notebook)
    assert graded is not None
    scores = tuple(
        CellScore(name, cell.score)
        for name, cell in graded.cells.items()
        if name in tests and cell.score is not None and cell.score < cell.points
    )
    students = tuple(sorted(grade.student for grade in members))
    source = sources.get(shortest.student, "")
    parts = [part for student in students for part in (student, sources.get(student, ""))]
    id = make_group_id(solution.notebook, solution.grade_id, *key.causes, *parts)
    return BehaviourGroup(solution.notebook, solution.grade_id, students, scores, source, diagnosis, key.causes, id)


def save_group(lesson: Lesson, group: BehaviourGroup, name: str) -> Path:
    """Write a group's answer as a wrong answer of the bank, with the points it got; return its path.

    `CourseError` if the name cannot be one or is taken, or if the answer lost no points by itself.
    """
    if not name.isidentifier():
        raise CourseError(f"{name!r} is no name for a sample answer", hint="use letters, digits and underscores")
    path = lesson.bank_folder / "wrong" / f"{name}.py"
    if path.exists():
        raise CourseError("there is a sample answer of this name already", hint="choose another name", path=path)
    if group.causes:
        causes = ", ".join(group.causes)
        raise CourseError(f"the mistake of this group lies in {causes}", hint="choose a group of that cell")
    if not group.scores:
        raise CourseError(f"the code of {group.solution} lost no points of its own", hint="choose another group")
    count = len(group.students)
    scores = " ".join(f"{cell}={score:g}" for cell, score in group.scores)
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
