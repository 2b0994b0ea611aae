"""How often a threshold of a training fails the reference solution by chance.

The reference is trained at least 30 times, each time with another seed. Two estimates of how often a test of so many
trainings fails it:

- counted: how many of the scores are below the threshold, and nothing else. The chance of one training has a
  Beta(1/2, 1/2) prior (Jeffreys'), the test's failures are beta-binomial. This assumes that seeds are independent, and
  nothing of the scores. With 30 scores of which none is below, it can be below 1 in 1,000 for 5 trainings or more.
- fitted: a tail fitted to the scores. Mean and spread are known from 30 scores only, and are the same for all trainings
  of a test, so the vote is averaged over all that are plausible; for one training that is Student's t. This assumes
  that scores are about normal, which scores near their maximum are not: there it is no more than a guide.

Where a score was below the threshold, the larger one counts, otherwise the smaller one.

A training in a cell runs once in a notebook, whatever seeds the tests draw, and the jail starts every notebook with the
same random numbers. So each of these notebooks begins its cells with a seed of its own, and scores that are all the
same in one notebook are one training. If they are the same in all notebooks, a few of these are enough, and chance is
not measured. Then a few more have other seeds wherever the notebook sets one itself: if these change the score, it was
a fixed seed that kept it the same; if not, no seed matters to it, as to an accuracy that is always 1.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy
from scipy import special

from autograder.audit.seeds import salt_notebook, seed_cells
from autograder.audit.trials import Trial
from autograder.course import Lesson, SourceNotebook
from autograder.grading import Chunk, Work, grade_chunk
from autograder.suite import Learned, Margins

__all__ = ["LEAST_SCORES", "MOST_CHANCE", "Threshold", "judge_threshold", "measure_thresholds"]

LEAST_SCORES = 30
MOST_CHANCE = 1e-3
_MOST_ROUNDS = 30
_SEEDS = 4  # in one notebook, whose cells run once
_LEAST_ALIKE = 3  # notebooks; where all trainings end at one score, more of them tell no more
_SALTED = 2  # notebooks with other seeds in place of their own
_FIXED = "the notebook fixes the seed, and with others in its place the score is another one"
_SATURATED = "the score is the same with every seed, even with others in place of those that the notebook sets"
_ALIKE = "all scores are the same, and with others in place of the seeds that the notebook sets there was none"
_GRID = 200  # plausible means and spreads, each


@dataclass(frozen=True)
class Threshold:
    """What trainings say of a threshold: `chance` is how often it would fail the reference, `basis` from what.

    It is None where all scores are the same: then nothing was drawn.
    """

    notebook: str
    learned: Learned
    count: int
    failed: int
    chance: float | None
    basis: str

    @property
    def is_refused(self) -> bool:
        return self.chance is not None and not self.chance <= MOST_CHANCE

    @property
    def line(self) -> str:
        """What the sheet says of it."""
        learned = self.learned
        label = f" {learned.label}" if learned.label else ""
        below = (
            f"{self.notebook}: {learned.test}{label}: {self.failed} of {self.count} trainings of the reference below "
            f"{learned.least:g}"
        )
        if self.chance is None:
            return f"{below}; how often it fails by chance was not measured: {self.basis}"
        return f"{below}; most of {learned.runs} fail by chance {_say_chance(self.chance)} ({self.basis})"


def _say_chance(chance: float) -> str:
    if chance < 1e-6:
        return "less than once in 1,000,000"
    return f"once in {1 / chance:,.0f}" if chance < 0.5 else f"{chance:.0%} of the time"


def judge_threshold(
    notebook: str, learned: Learned, scores: Sequence[float], salted: Sequence[float] = ()
) -> Threshold:
    """Return how often the threshold fails who has these scores.

    `salted` are those with other seeds in place of the notebook's own, where all scores are the same.
    """
    failed = sum(not score >= learned.least for score in scores)
    if not failed and len(set(scores)) == 1:
        why = (_SATURATED if set(salted) <= set(scores) else _FIXED) if salted else _ALIKE
        return Threshold(notebook, learned, len(scores), failed, None, why)
    counted = _count_tail(failed, len(scores), learned.runs)
    fitted = _fit_tail(scores, learned.least, learned.runs)
    is_counted = counted >= fitted if failed else counted <= fitted
    is_enough = counted <= MOST_CHANCE and not failed  # what assumes less is said where it is enough
    chance, basis = (counted, "counted") if is_counted or is_enough else (fitted, "fitted, if scores are about normal")
    return Threshold(notebook, learned, len(scores), failed, chance, basis)


def _count_tail(failed: int, count: int, runs: int) -> float:
    """Return the beta-binomial chance that half of the runs or more fail, after so many of a count did."""
    a, b = failed + 0.5, count - failed + 0.5

    def log_beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    return math.fsum(
        math.comb(runs, lost) * math.exp(log_beta(a + lost, b + runs - lost) - log_beta(a, b))
        for lost in range(runs // 2 + 1, runs + 1)
    )


def _fit_tail(scores: Sequence[float], least: float, runs: int) -> float:
    """Return the chance that more than half of the runs are below, with mean and spread as these scores tell them."""
    if not all(map(math.isfinite, scores)) or len(scores) < 2:
        return 1.0
    middle, spread = statistics.fmean(scores), statistics.stdev(scores)
    if spread == 0.0:
        return 0.0 if middle >= least else 1.0
    levels, freedom = (numpy.arange(_GRID) + 0.5) / _GRID, len(scores) - 1
    spreads = spread * numpy.sqrt(freedom / special.chdtri(freedom, 1 - levels))[:, None]
    middles = middle + spreads * special.ndtri(levels)[None, :] / math.sqrt(len(scores))
    below = special.ndtr((least - middles) / spreads)
    return float(special.betainc(runs // 2 + 1, runs // 2 + 1, below).mean())


def measure_thresholds(
    lesson: Lesson, pool: Executor, runner: str, references: Mapping[str, tuple[Trial, Margins]]
) -> Iterator[Threshold]:
    """Yield what the trainings of the reference solutions say of each threshold.

    `references` has each notebook's trial and what it has noted; where that is not enough, it is graded again, with
    further seeds.
    """
    for name, (trial, margins) in references.items():
        measure = _Measure(lesson, pool, runner, trial)
        found = {one: _list_trainings(own) for one, own in margins.scores.items()}
        for number in range(_MOST_ROUNDS):
            if all(len(scores) >= LEAST_SCORES or _is_alike(scores) for scores in found.values()):
                break
            _add(found, measure.train(f"training-{number}", seed_cells(measure.source, number + 1)))
        salted: dict[Learned, list[float]] = {}
        for number in range(_SALTED) if any(map(_is_alike, found.values())) else ():
            _add(salted, measure.train(f"salted-{number}", salt_notebook(measure.source, number + 1)))
        for learned, scores in found.items():
            yield judge_threshold(name, learned, scores, salted.get(learned, ()))


@dataclass(frozen=True)
class _Measure:
    """Grades the reference solution of one notebook again and again."""

    lesson: Lesson
    pool: Executor
    runner: str
    trial: Trial

    @property
    def source(self) -> SourceNotebook:
        return self.lesson.notebook(self.trial.notebook)

    def train(self, what: str, data: bytes) -> Mapping[Learned, list[float]]:
        """Return the scores that tests note of a notebook under some seeds, by threshold."""
        name = self.trial.notebook
        work = Work(f"{self.trial.name}/{what}", name, f"{name}.ipynb", data, "")
        seeds = tuple(f"-{what}-{seed}" for seed in range(_SEEDS))
        chunk = Chunk(self.lesson.course.root, self.lesson.name, self.runner, (work,), seeds=seeds, probing="none")
        return self.pool.submit(grade_chunk, chunk).result()[0].margins.scores


def _add(found: dict[Learned, list[float]], more: Mapping[Learned, list[float]]) -> None:
    for learned, scores in more.items():
        found.setdefault(learned, []).extend(_list_trainings(scores))


def _is_alike(scores: Sequence[float]) -> bool:
    return len(scores) >= _LEAST_ALIKE and len(set(scores)) == 1


def _list_trainings(scores: Sequence[float]) -> list[float]:
    """Return the scores of one notebook, but one only where all are the same: then its cells have trained once."""
    return list(scores[:1] if len(set(scores)) == 1 else scores)
