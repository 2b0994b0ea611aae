"""A grade as other systems show it: a list of tests with points, those that students may see apart from hidden ones."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from autograder.course import Lesson, SourceCell, SourceNotebook
from autograder.external.platforms import HandIn
from autograder.feedback import OutcomeLine, explain_diagnosis, explain_outcome
from autograder.records import Grade, NotebookGrade
from autograder.suite import Outcome
from autograder.text import join_languages, split_languages

if TYPE_CHECKING:
    from autograder.audit import Atlas

__all__ = ["GradedUpload", "TestResult", "list_remarks", "list_results"]

Showing = Literal["at once", "after due", "never"]
_HIDDEN = ("hidden tests", "隐藏测试")


@dataclass(frozen=True)
class TestResult:
    """The visible or the hidden tests of one test cell: points so far, and what a student is told. `showing` says when
    students may see it.
    """

    __test__ = False

    notebook: str
    cell: str
    name: str
    score: float
    points: float
    output: str
    showing: Showing = "at once"

    @property
    def is_passed(self) -> bool:
        return self.score >= self.points


@dataclass(frozen=True)
class GradedUpload:
    """What a system is told: tests, remarks about the whole, and the points that being late costs."""

    hand_in: HandIn
    tests: tuple[TestResult, ...]
    remarks: tuple[str, ...]
    penalty: float

    @property
    def score(self) -> float:
        return round(max(0.0, sum(test.score for test in self.tests) - self.penalty), 2)

    @property
    def points(self) -> float:
        return round(sum(test.points for test in self.tests), 2)


def list_results(lesson: Lesson, grade: Grade, atlas: Atlas | None) -> list[TestResult]:
    """Return the results of all test cells of a lesson. A notebook that could not be graded has no points."""
    results: list[TestResult] = []
    for notebook in lesson.notebooks:
        problem = " ".join(one.message for one in grade.problems if one.notebook == notebook.name)
        for cell in notebook.graded_cells:
            if not cell.is_manual:
                results += _read_cell(lesson, notebook, cell, grade.notebook(notebook.name), problem, atlas)
    return results


def _read_cell(
    lesson: Lesson,
    notebook: SourceNotebook,
    cell: SourceCell,
    graded: NotebookGrade | None,
    problem: str,
    atlas: Atlas | None,
) -> Iterator[TestResult]:
    """Yield the visible part of a cell's points, and the hidden one if it has one."""
    name = f"{notebook.name}: {lesson.titles.questions[notebook.key(cell)]}"
    if graded is None or cell.grade_id not in graded.cells:
        yield TestResult(notebook.name, cell.grade_id, name, 0.0, cell.counted, problem)
        return
    score = graded.cells[cell.grade_id].score or 0.0
    outcomes = [one for one in graded.outcomes if one.cell == cell.grade_id]
    visible = [one for one in outcomes if not one.is_hidden]
    hidden = [one for one in outcomes if one.is_hidden]
    total = math.fsum(one.weight for one in outcomes) or 1.0
    share = math.fsum(one.weight for one in visible) / total if hidden else 1.0
    part = math.fsum(one.weight * one.earned for one in visible) / total
    earned = round(min(score, cell.points * part), 2) if hidden else score
    if visible or not hidden:
        said = "\n\n".join([*map(_tell, visible), *_diagnose(notebook, cell, graded, visible, atlas)])
        yield TestResult(notebook.name, cell.grade_id, name, earned, round(cell.counted * share, 2), said)
    if hidden:
        yield TestResult(
            notebook.name,
            cell.grade_id,
            join_languages(*(f"{half} ({word})" for half, word in zip(split_languages(name), _HIDDEN, strict=True))),
            round(score - earned, 2),
            round(cell.counted * (1 - share), 2),
            "\n\n".join(map(_tell, hidden)),
            notebook.settings.show_hidden,
        )


def _tell(outcome: Outcome) -> str:
    """Return what is said of a test, in both languages."""
    head = f"{outcome.mark} {outcome.sentence}"
    return "\n".join([head, *map(_show_line, explain_outcome(outcome))])


def _show_line(line: OutcomeLine) -> str:
    return f"    {line.label}: " + line.text.replace("\n", "\n      ")


def _diagnose(
    notebook: SourceNotebook,
    cell: SourceCell,
    graded: NotebookGrade,
    outcomes: Sequence[Outcome],
    atlas: Atlas | None,
) -> list[str]:
    if atlas is None or all(one.is_passed for one in outcomes):
        return []
    found = atlas.diagnose_cell(graded, notebook.answer_of(cell).grade_id)
    lines = [_show_line(line) for line in explain_diagnosis(found, outcomes)]
    return ["\n".join(lines)] if lines else []


def list_remarks(lesson: Lesson, grade: Grade, not_taken: Mapping[str, str]) -> list[str]:
    """Return what is said of a hand-in as a whole: files that were not taken, repairs, notes, what a person grades."""
    remarks = [f"not taken / 没有收下: {file}: {why}" for file, why in not_taken.items()]
    remarks += [f"{one.file}: {one.message}" for one in grade.problems]
    for graded in grade.notebooks:
        remarks += [f"{graded.notebook}: {text}" for text in (*graded.repairs, *graded.notes)]
    manual = [cell for notebook in lesson.notebooks for cell in notebook.graded_cells if cell.is_manual]
    points = math.fsum(cell.points for cell in manual)
    if points:
        remarks.append(
            f"{points:g} more points are graded by a person and are not in this sum."
            f" / 另有 {points:g} 分由人工评分，不在这个总分里。"
        )
    return remarks
