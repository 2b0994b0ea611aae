"""Mutants of a notebook that trains for long: most of them die without the training.

A mutant of one cell is first asked that cell's own tests alone, in a notebook in which other solution cells are left
out, a training among them. That is done only where the reference solution passes these tests in such a notebook: then
it is the mutant that fails them, not what is left out. A mutant that does not fail them is graded in the whole notebook
with all tests, as ever: no mutant lives by a shortcut. What trained is so used again by all mutants that it does not
concern, by not training anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace

from msgspec import structs

from autograder.audit.bank import AnswerCell, build_submission
from autograder.audit.trials import GradedTrial, Trial
from autograder.course import Lesson, SourceNotebook
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk
from autograder.records import CellGrade
from autograder.suite import Verdict

__all__ = ["Shortcut", "find_shortcuts", "take_shortcuts"]

_LEFT_OUT = "pass"
_WORTH_S = 0.5
"""So many seconds a shortcut must save for each mutant."""
_CHUNK = 8
_LOST = frozenset({Verdict.FAILED, Verdict.RAISED, Verdict.TIMED_OUT, Verdict.CRASHED})


@dataclass(frozen=True)
class Shortcut:
    """Which solution cells of a notebook are left out for mutants of one cell."""

    notebook: str
    cell: str
    left_out: tuple[str, ...]


def find_shortcuts(lesson: Lesson, pool: Executor, trials: Sequence[Trial], runner: str) -> dict[str, Shortcut]:
    """Return the shortcut for the mutants of each cell, by notebook and cell, where one is worth it.

    The reference solution is graded twice as it is, and where that takes long, twice for each shortcut that there
    could be.
    """
    mutants = dict.fromkeys(_key(trial) for trial in trials if trial.mutant is not None)
    found: dict[str, Shortcut] = {}
    wholes = [_grade_twice(lesson, pool, runner, Shortcut(notebook.name, "", ())) for notebook in lesson.notebooks]
    for notebook, whole in zip(lesson.notebooks, wholes, strict=True):
        limit_s = _shortest_s(whole.result()) - _WORTH_S
        drafts = [draft for draft in _draft(notebook) if _name(draft) in mutants] if limit_s > 0 else []
        jobs = [_grade_twice(lesson, pool, runner, draft) for draft in drafts]
        for draft, twice in zip(drafts, [job.result() for job in jobs], strict=True):
            if all(map(_is_right, twice)) and _shortest_s(twice) < limit_s:
                found.setdefault(_name(draft), draft)
    return found


def _grade_twice(lesson: Lesson, pool: Executor, runner: str, shortcut: Shortcut) -> Future[list[GradedNotebook]]:
    return pool.submit(grade_chunk, _make_chunk(lesson, runner, [shortcut] * 2))


def _shortest_s(results: Sequence[GradedNotebook]) -> float:
    """Return the time of the quicker one: the first notebook of a worker waits for what starts with it."""
    return min(result.grade.time_s for result in results)


def _draft(notebook: SourceNotebook) -> Iterator[Shortcut]:
    """Yield the shortcuts that there could be: a cell without all others, and without those behind it."""
    names = [cell.grade_id for cell in notebook.cells if cell.is_solution and cell.cell_type == "code"]
    for place, name in enumerate(names):
        behind = tuple(names[place + 1 :])
        others = (*names[:place], *behind)
        yield from [Shortcut(notebook.name, name, left_out) for left_out in dict.fromkeys((others, behind)) if left_out]


def _name(shortcut: Shortcut) -> str:
    return f"{shortcut.notebook}/{shortcut.cell}"


def _key(trial: Trial) -> str:
    return f"{trial.notebook}/{trial.mutant.cell}" if trial.mutant is not None else ""


def _make_chunk(lesson: Lesson, runner: str, shortcuts: Sequence[Shortcut], sources: Sequence[str] = ()) -> Chunk:
    """Return a chunk of notebooks, each with a shortcut, and with these sources in the cells whose mutants they are."""
    work = []
    for number, shortcut in enumerate(shortcuts):
        cells = [AnswerCell(name, _LEFT_OUT) for name in shortcut.left_out]
        cells += [AnswerCell(shortcut.cell, source) for source in sources[number : number + 1]]
        data = build_submission(lesson.notebook(shortcut.notebook), cells)
        name, own = f"{_name(shortcut)}/{number}", (shortcut.cell,) if shortcut.cell else ()
        work.append(Work(name, shortcut.notebook, f"{shortcut.notebook}.ipynb", data, "", cells=own))
    return Chunk(
        lesson.course.root,
        lesson.name,
        runner,
        tuple(work),
        probing="none",
        is_brief=True,
        is_narrow=True,
        is_of_lesson=True,
    )


def _is_right(result: GradedNotebook) -> bool:
    outcomes = result.grade.outcomes
    return bool(outcomes) and all(outcome.is_passed for outcome in outcomes)


def take_shortcuts(
    lesson: Lesson, pool: Executor, trials: Sequence[Trial], shortcuts: Mapping[str, Shortcut], runner: str
) -> Iterator[GradedTrial]:
    """Yield the mutants that a shortcut has killed, each with its grade; all others have to be graded as ever."""
    usable = [trial for trial in trials if _key(trial) in shortcuts]
    jobs = []
    for start in range(0, len(usable), _CHUNK):
        members = usable[start : start + _CHUNK]
        sources = [trial.mutant.source for trial in members if trial.mutant is not None]
        chunk = _make_chunk(lesson, runner, [shortcuts[_key(trial)] for trial in members], sources)
        jobs.append((members, pool.submit(grade_chunk, chunk)))
    for members, job in jobs:
        for trial, result in zip(members, job.result(), strict=True):
            if any(outcome.verdict in _LOST for outcome in result.grade.outcomes):
                yield GradedTrial(trial, _grade_killed(lesson.notebook(trial.notebook), result))


def _grade_killed(notebook: SourceNotebook, result: GradedNotebook) -> GradedNotebook:
    """Return the result with no points for cells of which a test was lost; what was not asked counts as passed."""
    lost = {outcome.cell for outcome in result.grade.outcomes if outcome.verdict in _LOST}
    cells = {
        cell.grade_id: CellGrade(cell.points, 0.0 if cell.grade_id in lost else cell.points)
        for cell in notebook.cells
        if cell.is_test
    }
    outcomes = tuple(outcome for outcome in result.grade.outcomes if not outcome.is_ungraded)
    return replace(result, grade=structs.replace(result.grade, cells=cells, outcomes=outcomes, ungraded=""))
