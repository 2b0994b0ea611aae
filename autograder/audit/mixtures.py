"""Right cells beside wrong ones: what pages would say falsely of either.

A wrong sample answer, a pair of them in two cells of one notebook, or a mutant: all other cells hold the reference's
answer, and whatever is said of a misconception there is false. Of a cell that is wrong the page must not say that it is
right.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field

from autograder.audit.atlas import Atlas
from autograder.audit.bank import Answer, AnswerCell, build_submission
from autograder.audit.mutants import Mutant
from autograder.course import Lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.records import CauseKind, NotebookGrade

__all__ = ["Mixture", "PageFindings", "draw_mutants", "draw_pairs", "grade_mixtures", "mix"]

_CHUNK = 24


@dataclass(frozen=True)
class Mixture:
    """A notebook of right and wrong cells. `words` are, by wrong cell, what the page may say of it; "" is anything."""

    name: str
    notebook: str
    parts: tuple[AnswerCell, ...]
    words: Mapping[str, frozenset[str]]


def mix(*answers: Answer) -> Mixture:
    """Return sample answers of one notebook, side by side."""
    words: dict[str, frozenset[str]] = {}
    for answer in answers:
        for cell in answer.cells:
            words[cell.grade_id] = words.get(cell.grade_id, frozenset()) | {answer.misconception}
    parts = tuple(cell for answer in answers for cell in answer.cells)
    return Mixture("+".join(answer.name for answer in answers), answers[0].notebook, parts, words)


@dataclass
class PageFindings:
    """What pages would say of mixtures. The lists, one sentence for each, are what would be false."""

    total: int = 0
    ungraded: list[str] = field(default_factory=list)
    named_right: list[str] = field(default_factory=list)
    named_falsely: list[str] = field(default_factory=list)
    praised_falsely: list[str] = field(default_factory=list)
    named_rightly: int = 0
    praised_rightly: int = 0
    seems_rightly: int = 0
    seems_falsely: int = 0  # said to seem right: it does what a right one does with what it calls, by another mistake
    silent_right: int = 0  # right cells that lost points, of which only a possible cause is told

    def add(self, mixture: Mixture, grade: NotebookGrade, atlas: Atlas) -> None:
        """Count what the page would say of one mixture."""
        self.total += 1
        if grade.is_ungraded:
            self.ungraded.append(mixture.name)
        for cell in grade.behaviours:
            cause, diagnosis = grade.causes.get(cell), atlas.diagnose_cell(grade, cell)
            name = diagnosis.known.misconception if diagnosis is not None and diagnosis.known is not None else ""
            kind = cause.kind if cause is not None else None
            if cell in mixture.words:
                self._add_wrong(mixture, cell, name, kind)
            else:
                self._add_right(mixture, cell, name, kind)

    def _add_right(self, mixture: Mixture, cell: str, name: str, kind: CauseKind | None) -> None:
        if name:
            self.named_right.append(f"{mixture.name}: {cell}: {name}")
        self.praised_rightly += kind is CauseKind.CALLED
        self.seems_rightly += kind is CauseKind.ALIKE
        self.silent_right += not name and kind not in (CauseKind.CALLED, CauseKind.ALIKE)

    def _add_wrong(self, mixture: Mixture, cell: str, name: str, kind: CauseKind | None) -> None:
        words = mixture.words[cell]
        if kind is CauseKind.CALLED:
            self.praised_falsely.append(f"{mixture.name}: {cell}")
        self.seems_falsely += kind is CauseKind.ALIKE
        if name in words:
            self.named_rightly += bool(name)
        elif name and "" not in words:  # an answer without words for it may be any mistake
            self.named_falsely.append(f"{mixture.name}: {cell}: {name}")

    def sort(self) -> PageFindings:
        """Sort the lists, for mixtures are graded in any order; return itself."""
        for lines in (self.named_right, self.named_falsely, self.praised_falsely, self.ungraded):
            lines.sort()
        return self


def draw_pairs(answers: Sequence[Answer], count: int, seed: int = 0) -> list[Mixture]:
    """Return so many different pairs of wrong answers, drawn by a seed; all there are if they are fewer.

    Answers that bring cells of their own are left out: what belongs to which cell would be a guess.
    """
    usable = [answer for answer in answers if not answer.is_right and all(c.grade_id != "new" for c in answer.cells)]
    pairs = [both for both in itertools.combinations(usable, 2) if _fit(*both)]
    return _draw([mix(*both) for both in random.Random(seed).sample(pairs, min(count, len(pairs)))])


def draw_mutants(mutants: Sequence[Mutant], count: int, seed: int = 0) -> list[Mixture]:
    """Return so many mutants, each alone in its notebook, drawn by a seed; all there are if they are fewer."""
    chosen = random.Random(seed).sample(mutants, min(count, len(mutants)))
    return _draw(
        [
            Mixture(one.key, one.notebook, (AnswerCell(one.cell, one.source),), {one.cell: frozenset({""})})
            for one in chosen
        ]
    )


def _draw(mixtures: Iterable[Mixture]) -> list[Mixture]:
    return sorted(mixtures, key=lambda mixture: mixture.name)


def _fit(one: Answer, other: Answer) -> bool:
    cells = {cell.grade_id for cell in one.cells}
    return one.notebook == other.notebook and not any(cell.grade_id in cells for cell in other.cells)


def grade_mixtures(
    lesson: Lesson, mixtures: Sequence[Mixture], pool: Executor, runner: str = "jail"
) -> Iterator[tuple[Mixture, NotebookGrade]]:
    """Yield each mixture with its grade as it comes back from the pool, in no particular order."""
    jobs = {}
    for start in range(0, len(mixtures), _CHUNK):
        members = mixtures[start : start + _CHUNK]
        work = tuple(_make_work(lesson, mixture) for mixture in members)
        jobs[pool.submit(grade_chunk, Chunk(lesson.course.root, lesson.name, runner, work, is_of_lesson=True))] = (
            members
        )
    for job in as_completed(jobs):
        for mixture, result in zip(jobs[job], job.result(), strict=True):
            yield mixture, result.grade


def _make_work(lesson: Lesson, mixture: Mixture) -> Work:
    data = build_submission(lesson.notebook(mixture.notebook), mixture.parts)
    return Work(mixture.name, mixture.notebook, f"{mixture.notebook}.ipynb", data, "")
