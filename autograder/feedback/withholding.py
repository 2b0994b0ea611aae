"""A record as its student may be told it: nothing in it depends on how a hidden test ended that he may not see yet.

Who may hand in many times could find out hidden verdicts from any score in which they are. So a question with hidden
tests has no score until they may be seen, and whatever is made of such a record has nothing to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from msgspec import structs

from autograder.course import Lesson, SourceNotebook
from autograder.records import Cause, CellGrade, Grade, NotebookGrade
from autograder.suite import Outcome, Verdict

__all__ = ["find_hidden_cells", "withhold_hidden"]

_Kept = TypeVar("_Kept")


def withhold_hidden(lesson: Lesson, grade: Grade, *, is_due: bool) -> Grade:
    """Return a record without what its lesson does not tell yet, before or after the work was due."""
    notebooks = (_withhold(lesson.notebook(one.notebook), one, is_due=is_due) for one in grade.notebooks)
    return structs.replace(grade, notebooks=tuple(notebooks))


def _withhold(notebook: SourceNotebook, grade: NotebookGrade, *, is_due: bool) -> NotebookGrade:
    hidden = find_hidden_cells(notebook, grade)
    if notebook.settings.shows_hidden(is_due=is_due) or not hidden:
        return grade
    outcomes = [_silence(one) if one.cell in hidden and not _is_open(one, grade) else one for one in grade.outcomes]
    withheld = _find_solutions(notebook, hidden)
    visibly_lost = _find_solutions(notebook, {one.cell for one in outcomes if _has_visibly_failed(one)})

    def may_tell(solution: str) -> bool:
        return solution not in withheld or solution in visibly_lost

    return structs.replace(
        grade,
        cells={name: _open(cell) if name in hidden else cell for name, cell in grade.cells.items()},
        outcomes=tuple(outcomes),
        behaviours=_keep(grade.behaviours, may_tell),
        exhibits=_keep(grade.exhibits, may_tell),
        causes={name: cause for name, cause in grade.causes.items() if not _names(name, cause) & withheld},
    )


def find_hidden_cells(notebook: SourceNotebook, grade: NotebookGrade) -> frozenset[str]:
    """Return the test cells with hidden tests. It does not depend on how one of them ended."""
    if grade.verdict_from == "suite":
        return frozenset(outcome.cell for outcome in grade.outcomes if outcome.is_hidden)
    tests = (cell for cell in notebook.graded_cells if cell.is_test)
    return frozenset(cell.grade_id for cell in tests if notebook.regions.has_hidden_tests(cell.source))


def _is_open(outcome: Outcome, grade: NotebookGrade) -> bool:
    """Whether an outcome is surely that of a visible test. A test cell without a suite is one test of both kinds."""
    if outcome.is_hidden or grade.verdict_from == "suite":
        return not outcome.is_hidden
    return outcome.verdict in (Verdict.FAILED, Verdict.RAISED) and bool(outcome.where)


def _find_solutions(notebook: SourceNotebook, tests: Collection[str]) -> set[str]:
    """Return the solution cells that some test cells grade."""
    return {notebook.answer_of(cell).grade_id for cell in notebook.graded_cells if cell.grade_id in tests}


def _has_visibly_failed(outcome: Outcome) -> bool:
    return not (outcome.is_hidden or outcome.is_passed or outcome.is_ungraded)


def _open(cell: CellGrade) -> CellGrade:
    return structs.replace(cell, score=None)


def _silence(outcome: Outcome) -> Outcome:
    """Return that there is such a test, and what it counts."""
    return Outcome(outcome.test, outcome.cell, outcome.weight, "", True, Verdict.UNGRADED)


def _keep(found: Mapping[str, _Kept], may_tell: Callable[[str], bool]) -> dict[str, _Kept]:
    return {name: one for name, one in found.items() if may_tell(name)}


def _names(solution: str, cause: Cause) -> set[str]:
    return {solution, *(other.cell for other in cause.others)}
