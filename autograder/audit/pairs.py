"""Two mistakes in one notebook, and right cells beside them: what pages would say falsely of either.

Pairs of wrong sample answers to different cells of one notebook are drawn by a seed. All other cells hold the
reference's answer: whatever is said of a misconception there is false. Of a cell that holds a wrong answer the page
must not say that it is right.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field

from autograder.audit.atlas import Atlas
from autograder.audit.bank import Answer, build_submission
from autograder.course import Lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.records import CauseKind, NotebookGrade

__all__ = ["Pair", "PairFindings", "draw_pairs", "measure_pairs"]

_CHUNK = 24


@dataclass(frozen=True)
class Pair:
    """Two wrong sample answers of one notebook that replace different cells."""

    first: Answer
    second: Answer

    @property
    def name(self) -> str:
        return f"{self.first.name}+{self.second.name}"

    @property
    def notebook(self) -> str:
        return self.first.notebook

    @property
    def cells(self) -> frozenset[str]:
        """The solution cells that hold a wrong answer."""
        return frozenset(cell.grade_id for answer in (self.first, self.second) for cell in answer.cells)


@dataclass
class PairFindings:
    """What pages would say of pairs. The lists, one sentence for each, are what would be false."""

    pairs: int = 0
    ungraded: list[str] = field(default_factory=list)
    named_right: list[str] = field(default_factory=list)
    named_falsely: list[str] = field(default_factory=list)
    praised_falsely: list[str] = field(default_factory=list)
    named_rightly: int = 0
    praised_rightly: int = 0
    seems_rightly: int = 0
    seems_falsely: int = 0  # said to seem right: it does what a right one does with what it calls, by another mistake
    silent_right: int = 0  # right cells that lost points, of which only a possible cause is told

    def add(self, pair: Pair, grade: NotebookGrade, atlas: Atlas) -> None:
        """Count what the page would say of one pair."""
        self.pairs += 1
        if grade.is_ungraded:
            self.ungraded.append(pair.name)
        for cell, lines in grade.behaviours.items():
            cause = grade.causes.get(cell)
            diagnosis = atlas.diagnose(cell, lines, is_own=cause is None or cause.is_own)
            name = diagnosis.known.misconception if diagnosis.known is not None else ""
            kind = cause.kind if cause is not None else None
            if cell in pair.cells:
                self._add_wrong(pair, cell, name, kind)
            else:
                self._add_right(pair, cell, name, kind)

    def _add_right(self, pair: Pair, cell: str, name: str, kind: CauseKind | None) -> None:
        if name:
            self.named_right.append(f"{pair.name}: {cell}: {name}")
        self.praised_rightly += kind is CauseKind.CALLED
        self.seems_rightly += kind is CauseKind.ALIKE
        self.silent_right += not name and kind not in (CauseKind.CALLED, CauseKind.ALIKE)

    def _add_wrong(self, pair: Pair, cell: str, name: str, kind: CauseKind | None) -> None:
        own = {a.misconception for a in (pair.first, pair.second) if cell in {part.grade_id for part in a.cells}}
        if kind is CauseKind.CALLED:
            self.praised_falsely.append(f"{pair.name}: {cell}")
        self.seems_falsely += kind is CauseKind.ALIKE
        if name in own:
            self.named_rightly += bool(name)
        elif name and "" not in own:  # an answer without words for it may be any mistake
            self.named_falsely.append(f"{pair.name}: {cell}: {name}")


def draw_pairs(answers: Sequence[Answer], count: int, seed: int = 0) -> list[Pair]:
    """Return so many different pairs, drawn by a seed; all there are if they are fewer.

    Answers that bring cells of their own are left out: what belongs to which cell would be a guess.
    """
    usable = [answer for answer in answers if not answer.is_right and all(c.grade_id != "new" for c in answer.cells)]
    pairs = [Pair(*both) for both in itertools.combinations(usable, 2) if _fit(*both)]
    chosen = random.Random(seed).sample(pairs, min(count, len(pairs)))
    return sorted(chosen, key=lambda pair: pair.name)


def _fit(one: Answer, other: Answer) -> bool:
    cells = {cell.grade_id for cell in one.cells}
    return one.notebook == other.notebook and not any(cell.grade_id in cells for cell in other.cells)


def measure_pairs(
    lesson: Lesson, answers: Sequence[Answer], atlas: Atlas, pool: Executor, count: int = 300, runner: str = "jail"
) -> PairFindings:
    """Grade pairs of a lesson's sample answers once, and count what their pages would say."""
    findings = PairFindings()
    for pair, grade in _grade(lesson, draw_pairs(answers, count), pool, runner):
        findings.add(pair, grade, atlas)
    for lines in (findings.named_right, findings.named_falsely, findings.praised_falsely, findings.ungraded):
        lines.sort()
    return findings


def _grade(lesson: Lesson, pairs: Sequence[Pair], pool: Executor, runner: str) -> Iterator[tuple[Pair, NotebookGrade]]:
    jobs = {}
    for start in range(0, len(pairs), _CHUNK):
        members = pairs[start : start + _CHUNK]
        work = tuple(_make_work(lesson, pair) for pair in members)
        jobs[pool.submit(grade_chunk, Chunk(lesson.course.root, lesson.name, runner, work))] = members
    for job in as_completed(jobs):
        for pair, result in zip(jobs[job], job.result(), strict=True):
            yield pair, result.grade


def _make_work(lesson: Lesson, pair: Pair) -> Work:
    data = build_submission(lesson.notebook(pair.notebook), (*pair.first.cells, *pair.second.cells))
    return Work(pair.name, pair.notebook, f"{pair.notebook}.ipynb", data, "")
