"""A lesson is proved before anyone sees it: the reference solution gets all points, the untouched release none.

Both are graded as a submission is, in the jail, by the same function.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from autograder.course import Lesson, SourceNotebook
from autograder.grading.allowance import notebook_budget, notebook_limits, own_limits_s
from autograder.grading.imports import list_imports, say_how_to_add
from autograder.grading.work import Chunk, GradedNotebook, Work
from autograder.grading.worker import find_warm, grade_chunk
from autograder.sandbox import Budget, Usage, WarmProcess
from autograder.suite import Outcome

__all__ = ["Finding", "Proof", "prove_lesson"]

_REFERENCE, _RELEASE = "reference", "release"
_NEAR = 0.5  # of a limit
_RARE = ("disk_mib", "output_chars")  # hardly a lesson comes near them: nothing is said where it does not


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be. `name` is what it is about: a cell, a module or a notebook."""

    notebook: str
    name: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.notebook}: {self.message}"


@dataclass(frozen=True)
class Proof:
    """What proving a lesson found, and lines that say what each notebook took of its limits."""

    findings: tuple[Finding, ...]
    lines: tuple[str, ...]


def prove_lesson(lesson: Lesson, pages: Mapping[str, str], runner: str = "jail") -> Proof:
    """Grade the reference solution and the untouched release, `pages` by notebook, and say what is wrong with either.

    Raises `SandboxError` where the runner cannot be had.
    """
    findings = [
        finding
        for notebook in lesson.notebooks
        for finding in _find_missing(notebook, find_warm(runner, notebook_limits(lesson, notebook)), lesson.course.root)
    ]
    work = [_work(_REFERENCE, notebook.name, notebook.path.read_bytes()) for notebook in lesson.notebooks]
    work += [
        replace(_work(_RELEASE, notebook.name, pages[notebook.name].encode()), files=())
        for notebook in lesson.notebooks
    ]
    chunk = Chunk(lesson.course.root, lesson.name, runner, tuple(work), probing="none")
    graded = grade_chunk(chunk)
    for result in graded:
        findings += _judge(result, lesson.notebook(result.grade.notebook))
    pairs = zip(lesson.notebooks, graded, graded[len(lesson.notebooks) :], strict=False)
    lines = [line for source, one, other in pairs for line in _describe(lesson, source, one, other)]
    return Proof(tuple(findings), tuple(lines))


def _work(student: str, notebook: str, data: bytes) -> Work:
    return Work(student, notebook, f"{notebook}.ipynb", data, key="")


def _describe(
    lesson: Lesson, source: SourceNotebook, reference: GradedNotebook, release: GradedNotebook
) -> Iterator[str]:
    """Yield what both got, how near they came to the notebook's limits, and a line for each limit that is near."""
    points = f"of {source.automatic_points:g} automatic points"
    for who, graded in (("the reference", reference), ("the untouched release", release)):
        uses = list(_list_uses(lesson, source, graded))
        told = ", ".join(str(use) for use in uses if use.used and use.setting not in _RARE)
        yield f"{source.name}: {who} gets {graded.grade.score:g} {points}" + (f" and takes {told}" if told else "")
        for use in uses:
            if use.is_near:
                yield f"{source.name}: {who}: {use} is near the limit: raise {use.setting}: students may need more"


def _list_uses(lesson: Lesson, source: SourceNotebook, graded: GradedNotebook) -> Iterator[_Use]:
    usage, budget, limits = graded.usage, notebook_budget(lesson, source), notebook_limits(lesson, source)
    yield _Use("notebook_s", "in all", usage.notebook_s, budget.notebook_s, "s")
    yield _Use("judging_s", "to judge", graded.grade.trusted_s, budget.trusted_s, "s")
    yield from _list_cells(source, usage, budget)
    yield _Use("call_s", "for a question", usage.call_s, usage.call_limit_s, "s")
    yield _Use("memory_mib", "of memory", usage.memory_mib, limits.memory_mib, "MiB")
    yield _Use("disk_mib", "on its disk", usage.disk_mib, limits.disk_mib, "MiB")
    yield _Use("output_chars", "of output", usage.output_chars, limits.output_chars, "characters")


class _Use(NamedTuple):
    """What a notebook used of a limit, and the setting that raises it."""

    setting: str
    what: str
    used: float
    limit: float
    unit: str

    @property
    def is_near(self) -> bool:
        return self.used > self.limit * _NEAR

    def __str__(self) -> str:
        figures = f"{self.used:.2f} of {self.limit:g}" if self.unit == "s" else f"{self.used:.0f} of {self.limit:.0f}"
        return f"{figures} {self.unit} {self.what}"


def _list_cells(source: SourceNotebook, usage: Usage, budget: Budget) -> Iterator[_Use]:
    """Yield the cell that came nearest to its limit, if the cells did not all run at once."""
    own_s = own_limits_s(source, source.cells)
    uses = [
        _Use("cell_s", f"in {source.cells[index].grade_id or f'cell {index}'}", used_s, limit_s, "s")
        for index, used_s in usage.cells_s.items()
        for limit_s in [own_s.get(index, budget.cell_s)]
    ]
    if uses:
        yield max(uses, key=lambda use: use.used / use.limit)


def _judge(result: GradedNotebook, source: SourceNotebook) -> Iterator[Finding]:
    """Yield what is wrong with one graded notebook."""
    grade, who = result.grade, "the reference" if result.student == _REFERENCE else "the untouched release"
    if result.problem is not None or grade.ungraded:
        reason = result.problem.message if result.problem is not None else grade.ungraded
        yield Finding(source.name, source.name, f"{who} cannot be graded: {reason}", "mend the notebook or the suite")
        return
    for outcome in grade.outcomes:
        if outcome.is_ungraded:
            why = outcome.message.removeprefix(f"{outcome.test}: ")
            message = f"{who} leaves {outcome.cell} UNGRADED: {outcome.test}: {why}"
            yield Finding(source.name, outcome.cell, message, "mend that test: it raised where it must judge")
    if result.student == _REFERENCE:
        yield from _judge_reference(result, source)
    else:
        yield from _judge_release(result, source)


def _judge_reference(result: GradedNotebook, source: SourceNotebook) -> Iterator[Finding]:
    for index, error in result.grade.cell_errors.items():
        name = source.cells[int(index)].grade_id or f"cell {index}"
        yield Finding(source.name, name, f"{name} raises in the reference: {error}", "mend the cell")
    for name, cell in result.grade.cells.items():
        if cell.is_manual or cell.score is None or cell.score == cell.points:
            continue
        why = "; ".join(
            _say(outcome) for outcome in result.grade.outcomes if outcome.cell == name and _is_lost(outcome)
        )
        message = f"the reference gets {cell.score:g} of {cell.points:g} points in {name}: {why or 'no test says why'}"
        yield Finding(source.name, name, message, "mend the answer above it, or the test")


def _judge_release(result: GradedNotebook, source: SourceNotebook) -> Iterator[Finding]:
    for name, cell in result.grade.cells.items():
        if not cell.is_manual and cell.score:
            message = f"the untouched release gets {cell.score:g} of {cell.points:g} points in {name}"
            hint = f"its tests pass on a stub; test what it returns, or allow it: --allow {name}"
            yield Finding(source.name, name, message, hint)
    for repair in result.grade.repairs:
        hint = "see what nbgrader_config.py adds to notebooks or changes in them; else report this with the lesson"
        yield Finding(source.name, source.name, f"the untouched release is repaired: {repair}", hint)


def _is_lost(outcome: Outcome) -> bool:
    return not outcome.is_passed and not outcome.is_ungraded


def _say(outcome: Outcome) -> str:
    return f"{outcome.test} {outcome.verdict}{f' ({outcome.message})' if outcome.message else ''}"


# --- imports ---------------------------------------------------------------------------------------------------------


def _find_missing(source: SourceNotebook, warm: WarmProcess, root: Path) -> Iterator[Finding]:
    """Yield the modules that a notebook imports and that are not there where notebooks run."""
    for name in warm.lacks(list_imports(source)):
        hint = f"{say_how_to_add(name, root)}; where the notebook can do without, import it in a `try`"
        yield Finding(source.name, name, f"{name} is imported, and is not there where notebooks run", hint)
