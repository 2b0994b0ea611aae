"""One copy of a student's notebook, asked for values one after the other."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from autograder.errors import StudentCrashed, StudentTimedOut
from autograder.sandbox.channel import NotHeard
from autograder.sandbox.child import Child, Copy
from autograder.sandbox.limits import Budget
from autograder.sandbox.notebook import StudentNotebook
from autograder.sandbox.questions import Student, expect_own_handles
from autograder.sandbox.warm import WarmProcess

__all__ = ["StudentProxy", "open_student"]


class StudentProxy(Student):
    """Asks a copy of the notebook that is its own.

    Every question raises a `StudentError` if student code gives no value. A copy that dies is replaced by one that
    knows nothing of the questions before.
    """

    def __init__(
        self,
        notebook: StudentNotebook,
        *,
        is_anew: bool = False,
        is_hasty: bool = False,
        is_as_left: bool = False,
        call_s: float | None = None,
    ) -> None:
        """With `is_anew`, each copy is a child of its own in which the cells run again. With `is_as_left`, torch and
        numpy are set for each question as the cells left them, not as the lesson does.

        With `is_hasty`, a question waits a moment only, and a name that kept one waiting is not asked again: what hangs
        must not use up the time of what does not. `call_s` is how long a question waits otherwise, if not as usual.
        """
        super().__init__()
        self.notebook = notebook
        self._is_anew = is_anew
        self._is_hasty = is_hasty
        self._is_as_left = is_as_left
        self._call_s = call_s or notebook.budget.call_s
        self._copy: Child | Copy | None = None

    @contextlib.contextmanager
    def apart(self) -> Iterator[Student]:
        other = StudentProxy(
            self.notebook,
            is_anew=self._is_anew,
            is_hasty=self._is_hasty,
            is_as_left=self._is_as_left,
            call_s=self._call_s,
        )
        with other:
            other.calls = self.calls
            yield other

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        self.notebook.expect_worth(name, is_hasty=self._is_hasty)
        is_fresh = self._copy is None or not self._copy.is_alive
        if is_fresh:
            self._copy = self.notebook.run_anew() if self._is_anew else self.notebook.copy()
            if self._is_as_left:
                self.notebook.ask(self._copy, [{"op": "as_left"}], self._call_s)
        assert self._copy is not None
        has_handles = expect_own_handles(request, self._copy.number)
        try:
            limit_s = self.notebook.budget.hasty_s if self._is_hasty else self._call_s
            reply = self.notebook.ask(self._copy, [request], limit_s)[0]
        except (StudentTimedOut, StudentCrashed) as end:
            is_dead = not self._copy.is_alive
            # What an earlier question left behind may have killed the process: a fresh one tells who it was.
            is_other = isinstance(end, (StudentCrashed, NotHeard)) and not is_fresh and is_dead
            if is_other and not has_handles:
                return self._answer(name, request)
            if isinstance(end, StudentTimedOut) and is_dead:
                self.notebook.note_hang(name, is_hasty=self._is_hasty)
            raise
        self.notebook.note_reply(name, reply)
        return reply

    def _reason_missing(self, name: str) -> str:
        return self.notebook.reason_missing(name)

    def renew(self) -> None:
        """Let the next question be answered by a copy that knows nothing of those before it."""
        if self._copy is not None:
            self.notebook.end(self._copy)
            self._copy = None

    def __enter__(self) -> StudentProxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.renew()


@contextlib.contextmanager
def open_student(
    warm: WarmProcess,
    cells: Sequence[tuple[int, str]],
    prelude: str = "",
    budget: Budget | None = None,
    test_cells: Collection[int] = (),
    files: Mapping[str, bytes] | None = None,
    cell_limits_s: Mapping[int, float] | None = None,
) -> Iterator[StudentProxy]:
    """Yield a student whose notebook has these cells; see `StudentNotebook`. The cells run at the first question."""
    with (
        StudentNotebook(warm, cells, prelude, budget, test_cells, files, cell_limits_s) as notebook,
        StudentProxy(notebook) as student,
    ):
        yield student
