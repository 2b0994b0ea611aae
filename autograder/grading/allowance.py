"""What each notebook of a lesson may use, as its settings say. Loaded without torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.course import Lesson, SourceCell, SourceNotebook
from autograder.sandbox import Budget, Limits, find_budget, find_limits, list_data

__all__ = ["extra_s", "list_limits", "notebook_budget", "notebook_limits", "own_limits_s", "test_limits_s"]


def notebook_budget(lesson: Lesson, notebook: SourceNotebook, usual: Budget | None = None) -> Budget:
    """Return the time limits of a notebook; what its settings leave open is as `usual`."""
    return find_budget(notebook.settings, len(lesson.notebooks), usual)


def notebook_limits(lesson: Lesson, notebook: SourceNotebook, usual: Limits | None = None) -> Limits:
    """Return what else a notebook may use, the data of its lesson on this machine among it.

    What its settings leave open is as `usual`.
    """
    longest_s = max(notebook_budget(lesson, one).notebook_s for one in lesson.notebooks)
    return replace(find_limits(notebook.settings, longest_s, usual), data=list_data(notebook))


def list_limits(lesson: Lesson) -> tuple[Limits, ...]:
    """Return the limits of a lesson's notebooks, each once: a warm process is needed for each."""
    return tuple(dict.fromkeys(notebook_limits(lesson, notebook) for notebook in lesson.notebooks))


def own_limits_s(source: SourceNotebook, cells: Sequence[SourceCell | None]) -> dict[int, float]:
    """Return the time limits of those of a notebook's cells that have their own, by index.

    `cells` are the source cells that its cells answer or are. A test cell runs as one call of its tests would, where
    there is a suite.
    """
    found = {}
    for index, cell in enumerate(cells):
        own = source.settings.cell(cell.index) if cell is not None else None
        is_call = cell is not None and cell.is_test and source.suite is not None
        limit_s = (own.call_s if is_call else own.cell_s) if own is not None else None
        if limit_s is not None:
            found[index] = limit_s
    return found


def test_limits_s(source: SourceNotebook) -> dict[str, float]:
    """Return how long a call may take in the tests of those test cells that have their own limit, by grade_id."""
    own = ((cell.grade_id, source.settings.cell(cell.index).call_s) for cell in source.cells if cell.is_test)
    return {name: limit_s for name, limit_s in own if limit_s is not None}


def extra_s(lesson: Lesson) -> float:
    """Return how many seconds more than usual all notebooks of one student may take."""
    share_s = Budget().share(len(lesson.notebooks)).notebook_s
    again = [one for one in lesson.notebooks if any(other.settings.lend for other in lesson.earlier(one))]
    again_s = sum(notebook_budget(lesson, one).notebook_s for one in again)  # with what is lent they run twice
    return again_s + sum(max(0.0, notebook_budget(lesson, one).notebook_s - share_s) for one in lesson.notebooks)
