"""The same notebook alone, with other notebooks of its author, in another order and chunk: the record is the same.

Each attack is graded twice, by the function that workers run: first as the only notebook of a chunk, then as one of four
of its author, in the middle of a chunk of such authors. Only the times may differ.
"""

from __future__ import annotations

import functools
import itertools
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import msgspec

from attacking.bank import REPOSITORY, Attack, attack_file
from attacking.course import LESSON
from attacking.promises import MOST_TRUSTED_S, MOST_WALL_S, list_ungraded
from attacking.report import Report
from autograder.audit import reference_submission
from autograder.course import Lesson
from autograder.grading import Chunk, GradedNotebook, Work, grade_chunk
from autograder.sandbox import Budget, Limits

LIMITS = Limits(
    cpu_s=20, memory_mib=512, processes=32, file_mib=8, open_files=64, disk_mib=16, inodes=512, output_chars=20_000,
    image_bytes=1 << 20,
)  # fmt: skip
BUDGET = Budget(cell_s=2.0, call_s=0.7, notebook_s=12.0)  # of a course that has one notebook
_WHOLE_BUDGET = replace(BUDGET, notebook_s=4 * BUDGET.notebook_s)  # all notebooks of a student share its time
_STUDENTS_AT_ONCE = 6
_TIMES = {"time_s", "trusted_s"}


@dataclass(frozen=True)
class Piece:
    """One notebook of one student. `attack` is None where it is the right answer that stands beside an attack."""

    student: str
    notebook: str
    data: bytes
    attack: Attack | None

    @property
    def key(self) -> tuple[str, str]:
        return self.student, self.notebook


@dataclass(frozen=True)
class Graded:
    """A record without its times, as bytes; what else was kept of it; and what it cost our side in processor time."""

    record: bytes
    autograded: str
    score: float
    wall_s: float
    trusted_s: float


def same_alone_or_together(
    attacks: Sequence[Attack],
    lesson: Lesson,
    pool: Executor,
    report: Report,
    limits: Limits = LIMITS,
    rights: dict[str, Graded] | None = None,
) -> None:
    """Expect every record to be the same alone and together, and what one notebook costs to stay within its bounds.

    `rights` are the right answers that were graded alone under these limits, by notebook; new ones come to them.
    """
    rights = {} if rights is None else rights
    grade = functools.partial(_grade, pool, report, limits)
    pieces = list(_pieces(attacks, lesson))
    alone: dict[tuple[str, str], Graded] = {}
    for piece in pieces:
        if piece.attack is None and piece.notebook in rights:
            alone[piece.key] = rights[piece.notebook]
            continue
        alone |= grade("alone", [piece])
        if piece.attack is None and piece.key in alone:
            rights[piece.notebook] = alone[piece.key]
        if piece.key in alone and piece.attack is not None:
            _expect_bounds(piece.attack, alone[piece.key], report)
    together: dict[tuple[str, str], Graded] = {}
    for chunk in _chunks([piece for piece in pieces if piece.key in alone]):  # what ends a worker is not tried again
        together |= grade("together", chunk)
    for piece in pieces:
        one, other = alone.get(piece.key), together.get(piece.key)
        if one is None or other is None:
            continue
        if piece.attack is not None and piece.attack.is_race:  # its verdicts may vary, but not its points
            is_same = piece.attack.most is not None or one.score == other.score
            report.expect(is_same, "the points are the same alone and together", piece.attack.name)
            continue
        detail = (
            f"{piece.student}: {piece.attack.name if piece.attack else piece.notebook}: {_first_difference(one, other)}"
        )
        is_same = (one.record, one.autograded) == (other.record, other.autograded)
        report.expect(is_same, "a record is the same alone and together", detail)


def _pieces(attacks: Sequence[Attack], lesson: Lesson) -> Iterator[Piece]:
    """Yield four notebooks a student. Attacks on different notebooks share a student, right answers fill the rest."""
    waiting = {
        notebook.name: [one for one in attacks if one.notebook == notebook.name] for notebook in lesson.notebooks
    }
    groups = [one.group for one in attacks if one.group]
    for number in itertools.count():
        group = groups[number] if number < len(groups) else ""
        chosen = {name: _take(own, group) for name, own in waiting.items()}
        if not any(chosen.values()):
            if number >= len(groups):
                return
            continue
        for name, attack in chosen.items():
            data = attack_file(attack, lesson) if attack else reference_submission(lesson.notebook(name))
            yield Piece(f"student-{number:03}", name, data, attack)


def _take(attacks: list[Attack], group: str) -> Attack | None:
    """Take the next attack from the list: one of the group, if there is a group."""
    attack = next((one for one in attacks if not group or one.group == group), None)
    if attack is not None:
        attacks.remove(attack)
    return attack


def _chunks(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces in another order: the last student first, and each one's notebooks turned around."""
    students = [list(own) for _, own in itertools.groupby(reversed(pieces), key=lambda piece: piece.student)]
    for start in range(0, len(students), _STUDENTS_AT_ONCE):
        yield list(itertools.chain.from_iterable(students[start : start + _STUDENTS_AT_ONCE]))


def _grade(
    pool: Executor, report: Report, limits: Limits, where: str, pieces: Sequence[Piece]
) -> dict[tuple[str, str], Graded]:
    """Grade pieces as one chunk; nothing, and a breach, where the worker raises."""
    work = tuple(
        Work(piece.student, piece.notebook, f"{piece.notebook}.ipynb", piece.data, piece.notebook) for piece in pieces
    )
    chunk = Chunk(REPOSITORY, LESSON, "jail", work, limits, _WHOLE_BUDGET)
    names = ", ".join(piece.attack.student for piece in pieces if piece.attack is not None)
    try:
        results, spent_s, wall_s = pool.submit(grade_and_measure, chunk).result(timeout=len(pieces) * 300)
    except Exception as error:
        report.expect(False, "no attack ends a worker", f"{where}: {names}: {type(error).__name__}: {error}")
        return {}
    report.expect(True, "no attack ends a worker")
    return {
        piece.key: _strip(result, spent_s / len(pieces), wall_s) for piece, result in zip(pieces, results, strict=True)
    }


def grade_and_measure(chunk: Chunk) -> tuple[list[GradedNotebook], float, float]:
    """Grade a chunk in a worker; return its results, the worker's own processor time and the wall time, in seconds."""
    begun, spent = time.monotonic(), _own_seconds()
    results = grade_chunk(chunk)
    return results, _own_seconds() - spent, time.monotonic() - begun


def _own_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _strip(result: GradedNotebook, spent_s: float, wall_s: float) -> Graded:
    record = msgspec.to_builtins(result.grade)
    trusted_s = record.get("trusted_s", spent_s)
    kept = {name: value for name, value in record.items() if name not in _TIMES}
    return Graded(msgspec.json.encode(kept), result.autograded, result.grade.score, wall_s, trusted_s)


def _expect_bounds(attack: Attack, graded: Graded, report: Report) -> None:
    """Expect what holds for one notebook by itself: points, verdicts, time, and nothing of what hidden tests asked."""
    record = msgspec.json.decode(graded.record)
    if not attack.may_be_ungraded:
        ungraded = list_ungraded([record])
        report.expect(not ungraded, "no attack is UNGRADED", f"{attack.student}: {attack.name}: {ungraded}")
    if attack.most is not None:
        detail = f"{attack.name}: {graded.score}, at most {attack.most}"
        report.expect(graded.score <= attack.most, "the points are the honest ones", detail)
    else:
        cells = {name: cell["score"] for name, cell in record["cells"].items() if not cell["is_manual"]}
        lost = {
            name: (cells.get(name), score) for name, score in attack.hostile.scores.items() if cells.get(name) != score
        }
        full = {name: cell["score"] for name, cell in record["cells"].items()
                if not cell["is_manual"] and name not in attack.hostile.scores and cell["score"] != cell["points"]}  # fmt: skip
        report.expect(not lost and not full, "the points are the honest ones", f"{attack.name}: {lost} {full}")
    report.expect(
        graded.wall_s < MOST_WALL_S, "every submission ends within its budget", f"{attack.name}: {graded.wall_s:.1f} s"
    )
    detail = f"{attack.student}: {attack.name}: {graded.trusted_s:.2f} s"
    report.expect(graded.trusted_s <= MOST_TRUSTED_S, "our side spends little on any notebook", detail)
    if attack.absent:
        is_told = attack.absent in graded.record.decode() or attack.absent in graded.autograded
        report.expect(not is_told, "hidden inputs stay hidden", f"{attack.student}: {attack.name}")


def _first_difference(one: Graded, other: Graded) -> str:
    """Return the first lines in which two records differ."""
    if one.record != other.record:
        texts: Iterable[str] = (msgspec.json.format(graded.record, indent=1).decode() for graded in (one, other))
    else:
        texts = (one.autograded, other.autograded)
    lines = itertools.zip_longest(*(text.splitlines() for text in texts))
    mine, theirs = next(((a, b) for a, b in lines if a != b), ("", ""))
    return f"alone {str(mine).strip()[:160]!r}, together {str(theirs).strip()[:160]!r}"
