"""Have students' notebooks graded by workers that may be lost at any moment.

What was lost with its worker, or ended in an exception, is done again in smaller pieces: the students of a chunk apart,
then the notebooks of a student apart. A notebook that failed by itself is tried a last time when nothing else is under
way, so that nobody pays for a neighbour's end or hunger for memory. If it fails again it is UNGRADED.
"""

from __future__ import annotations

import itertools
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field

from autograder.errors import CourseError, WorkerError, WorkerLost
from autograder.grading.cluster import Workers
from autograder.grading.failures import describe_exception
from autograder.grading.plan import Plan
from autograder.grading.remote import ChunkFailure
from autograder.grading.results import Finished
from autograder.grading.work import Chunk, GradedNotebook, Work
from autograder.sandbox import STARVED_FACTOR

__all__ = ["CHUNK_S", "STUDENT_S", "Dispatcher"]

STUDENT_S = 75.0
"""Wall time after which a worker is given up, per student in its chunk: its own bounds say 60 s, all notebooks of a
student together. This is the last guard, for a worker whose own bounds do not work any more."""

CHUNK_S = 120.0
"""What a chunk may take besides: the start of the worker and of its jail."""

_LOG = logging.getLogger("autograder.grading")
_LOOK_S = 5.0


@dataclass(frozen=True)
class _Piece:
    """Notebooks that are graded in one go, and how often that failed for exactly these."""

    work: tuple[Work, ...]
    failures: int = 0

    def limit_s(self, extra_s: float) -> float:
        """Return when its worker is given up; a student, and the reference, may take `extra_s` more than usual."""
        students = len({one.student for one in self.work})
        return students * STUDENT_S + CHUNK_S + (students + 1) * extra_s * STARVED_FACTOR

    def split(self) -> list[_Piece]:
        """Return what to try next; nothing if there is nothing left to try."""
        for name in ("student", "notebook"):
            groups = [tuple(group) for _, group in itertools.groupby(self.work, key=lambda one: getattr(one, name))]
            if len(groups) > 1:
                return [_Piece(group) for group in groups]
        return [] if self.failures else [_Piece(self.work, 1)]


@dataclass
class _Gathered:
    """The results of one student so far, by notebook."""

    plan: Plan
    results: dict[str, GradedNotebook] = field(default_factory=dict)


class Dispatcher:
    """Sends chunks to workers. Few are under way at a time, so that the memory of a run does not grow with the class.

    `give_up` makes the result of a notebook that cannot be graded, from the reason. `extra_s` is what the lesson's
    settings let one student take beyond the usual.
    """

    def __init__(
        self,
        workers: Workers,
        make_chunk: Callable[[tuple[Work, ...]], Chunk],
        give_up: Callable[[Work, str], GradedNotebook],
        extra_s: float = 0.0,
    ) -> None:
        self._extra_s = extra_s
        self._workers = workers
        self._make_chunk = make_chunk
        self._give_up = give_up
        self._again: deque[_Piece] = deque()
        self._last: deque[_Piece] = deque()
        self._under_way: dict[Future[list[GradedNotebook] | ChunkFailure], _Piece] = {}
        self._students: dict[str, _Gathered] = {}
        self._finished: list[Finished] = []

    def run(self, chunks: Iterable[Sequence[Plan]]) -> Iterator[list[Finished]]:
        """Yield students with the results of their notebooks, some at a time, as they come."""
        waiting = iter(chunks)
        self._send(waiting)
        while self._under_way:
            for future in self._wait():
                self._take(self._under_way.pop(future), future)
                self._send(waiting)
                if self._finished:
                    finished, self._finished = self._finished, []
                    yield finished
        if self._finished:
            yield self._finished

    def _wait(self) -> Iterable[Future[list[GradedNotebook] | ChunkFailure]]:
        silent_s = 0.0
        while True:
            ready, _ = wait(self._under_way, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
            if ready:
                return ready
            silent_s += _LOOK_S
            self._workers.look_after(silent_s)

    # --- sending ---

    def _send(self, waiting: Iterator[Sequence[Plan]]) -> None:
        while len(self._under_way) <= 2 * self._workers.count:
            piece = self._again.popleft() if self._again else self._open_chunk(waiting)
            if piece is None and self._last and not self._under_way:
                piece = self._last.popleft()
            if piece is None:
                return
            if piece.work:
                self._submit(piece)

    def _open_chunk(self, waiting: Iterator[Sequence[Plan]]) -> _Piece | None:
        """Return the next chunk as a piece, None after the last."""
        plans = next(waiting, None)
        if plans is None:
            return None
        for plan in plans:
            self._students[plan.student] = _Gathered(plan)
            self._finish(plan.student)  # where nothing is left to run
        return _Piece(tuple(item for plan in plans for item in plan.work))

    def _submit(self, piece: _Piece) -> None:
        try:
            future = self._workers.submit(self._make_chunk(piece.work), piece.limit_s(self._extra_s))
        except (CourseError, WorkerError):
            raise
        except Exception as error:
            self._fail(piece, describe_exception(error))
        else:
            self._under_way[future] = piece

    # --- taking back ---

    def _take(self, piece: _Piece, future: Future[list[GradedNotebook] | ChunkFailure]) -> None:
        try:
            reason = self._read(piece, future.result())
        except CancelledError:  # it waited for workers that are gone
            self._workers.look_after(0)
            self._again.append(piece)
            return
        except WorkerLost as error:
            reason = str(error)
        except (CourseError, WorkerError):
            raise
        except Exception as error:
            self._workers.look_after(0)
            reason = describe_exception(error)
        if reason:
            self._fail(piece, reason)

    def _read(self, piece: _Piece, answer: list[GradedNotebook] | ChunkFailure) -> str:
        """Keep the results of a piece, or return why there are none."""
        if isinstance(answer, ChunkFailure):
            _LOG.warning("%s", answer.trace)
            return answer.reason
        self._accept(piece, answer)
        return ""

    def _accept(self, piece: _Piece, results: list[GradedNotebook]) -> None:
        """Keep the results of a piece; an exception if they are not what was asked for."""
        asked = [(work.student, work.notebook) for work in piece.work]
        if [(result.student, result.grade.notebook) for result in results] != asked:
            raise ValueError("a worker sent results of other notebooks than it was given")
        for result in results:
            self._students[result.student].results[result.grade.notebook] = result
        for student in dict.fromkeys(student for student, _ in asked):
            self._finish(student)

    def _finish(self, student: str) -> None:
        """Hand on a student of whom all results are there."""
        gathered = self._students[student]
        if len(gathered.results) == len(gathered.plan.work):
            del self._students[student]
            results = tuple(gathered.results[work.notebook] for work in gathered.plan.work)
            self._finished.append(Finished(gathered.plan, results))

    def _fail(self, piece: _Piece, reason: str) -> None:
        """Do a piece again in smaller ones, or give it up."""
        names = ", ".join(f"{work.student}/{work.file}" for work in piece.work)
        smaller = piece.split()
        for one in smaller:
            (self._last if one.failures else self._again).append(one)
        _LOG.warning("%s: %s; %s", names, reason, "done again" if smaller else "given up")
        if not smaller:
            self._accept(piece, [self._give_up(work, reason) for work in piece.work])
