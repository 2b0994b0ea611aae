"""What an audit grades: reference solutions, sample answers under many seeds, mutants, and odd values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass

from autograder.audit.bank import Answer, AnswerCell, build_submission
from autograder.audit.mutants import Mutant, make_mutants
from autograder.audit.odd import OddAnswer, make_odd_answers
from autograder.audit.settings import load_swaps
from autograder.course import Lesson
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk

__all__ = ["REPETITIONS", "WRONG_REPETITIONS", "GradedTrial", "Trial", "grade_trials", "list_trials"]

REPETITIONS = 9
"""So many seeds and orders each right answer is graded under: it must never be blamed."""
WRONG_REPETITIONS = 2
"""So many each wrong answer is graded under."""


@dataclass(frozen=True)
class Trial:
    """One notebook to be graded: a mutant, a sample answer, odd values, or (if it is none) the reference solution.

    `cells` are the solution cells whose tests are repeated, () for all.
    """

    name: str
    notebook: str
    data: bytes
    cells: tuple[str, ...] = ()
    answer: Answer | None = None
    mutant: Mutant | None = None
    odd: OddAnswer | None = None

    @property
    def is_reference(self) -> bool:
        return self.answer is None and self.mutant is None and self.odd is None

    @property
    def kind(self) -> str:
        """What it is: "mutant", "odd", "right" or "wrong"."""
        if self.mutant is not None:
            return "mutant"
        if self.odd is not None:
            return "odd"
        return "wrong" if self.is_wrong else "right"

    @property
    def is_wrong(self) -> bool:
        """Whether tests ought to fail on it."""
        return self.mutant is not None or self.odd is not None or (self.answer is not None and not self.answer.is_right)


@dataclass(frozen=True)
class GradedTrial:
    """A trial, and what the grader made of it."""

    trial: Trial
    result: GradedNotebook


@dataclass(frozen=True)
class _Batch:
    """Trials that are graded in the same way, `chunk_size` of them in one go."""

    trials: Sequence[Trial]
    chunk_size: int
    seeds: tuple[str, ...]
    probing: str
    is_brief: bool = False


def list_trials(lesson: Lesson, answers: Sequence[Answer]) -> list[Trial]:
    """Return all that an audit of a lesson grades: reference solutions, sample answers, mutants, odd values."""
    answered = _answer_trials(lesson, answers)
    return [*_reference_trials(lesson), *answered, *_mutant_trials(lesson), *_odd_trials(lesson)]


def _reference_trials(lesson: Lesson) -> Iterator[Trial]:
    for notebook in lesson.notebooks:
        yield Trial(f"reference/{notebook.name}", notebook.name, build_submission(notebook, ()))


def _answer_trials(lesson: Lesson, answers: Sequence[Answer]) -> Iterator[Trial]:
    for answer in answers:
        kind = "right" if answer.is_right else "wrong"
        data = build_submission(lesson.notebook(answer.notebook), answer.cells)
        is_whole = any(cell.grade_id == "new" for cell in answer.cells)
        cells = () if is_whole else tuple(dict.fromkeys(cell.grade_id for cell in answer.cells))
        yield Trial(f"{kind}/{answer.name}", answer.notebook, data, cells, answer=answer)


def _mutant_trials(lesson: Lesson) -> Iterator[Trial]:
    swaps = load_swaps(lesson)
    for notebook in lesson.notebooks:
        for mutant in make_mutants(notebook, swaps):
            data = build_submission(notebook, [AnswerCell(mutant.cell, mutant.source)])
            yield Trial(f"mutant/{mutant.key}", notebook.name, data, mutant=mutant)


def _odd_trials(lesson: Lesson) -> Iterator[Trial]:
    for notebook in lesson.notebooks:
        for odd in make_odd_answers(notebook):
            yield Trial(
                f"odd/{notebook.name}: {odd.sentence}", notebook.name, build_submission(notebook, odd.cells), odd=odd
            )


def grade_trials(lesson: Lesson, pool: Executor, trials: Iterable[Trial], runner: str) -> Iterator[GradedTrial]:
    """Yield each trial with its grade as it comes back from the pool, in no particular order.

    A mutant is graded once, up to the first test that fails, and odd values once. Sample answers are graded again and
    again.
    """
    jobs = {}
    for batch in _plan_batches(trials):
        for start in range(0, len(batch.trials), batch.chunk_size):
            members = batch.trials[start : start + batch.chunk_size]
            jobs[pool.submit(grade_chunk, _make_chunk(lesson, runner, batch, members))] = members
    for job in as_completed(jobs):
        for trial, result in zip(jobs[job], job.result(), strict=True):
            yield GradedTrial(trial, result)


def _plan_batches(trials: Iterable[Trial]) -> list[_Batch]:
    kinds: dict[str, list[Trial]] = {"right": [], "wrong": [], "mutant": [], "odd": []}
    for trial in trials:
        kinds[trial.kind].append(trial)
    return [
        _Batch(kinds["right"], 12, _list_seeds(REPETITIONS), "all"),
        _Batch(kinds["wrong"], 12, _list_seeds(WRONG_REPETITIONS), "lost"),
        _Batch(kinds["mutant"], 24, _list_seeds(1), "none", is_brief=True),
        _Batch(kinds["odd"], 12, _list_seeds(1), "lost"),
    ]


def _list_seeds(count: int) -> tuple[str, ...]:
    return ("", *(f"-{number}" for number in range(1, count)))


def _make_chunk(lesson: Lesson, runner: str, batch: _Batch, trials: Sequence[Trial]) -> Chunk:
    return Chunk(
        lesson.course.root,
        lesson.name,
        runner,
        tuple(Work(t.name, t.notebook, f"{t.notebook}.ipynb", t.data, key="", cells=t.cells) for t in trials),
        seeds=batch.seeds,
        probing=batch.probing,
        is_brief=batch.is_brief,
        is_of_lesson=True,
    )
