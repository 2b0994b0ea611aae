"""Which cell of a notebook ends its process: found by running the cells one by one, again and again.

The cell that is running when the process ends is usually to blame, but not always: a cell can start something that
kills the process a moment later, or make up its own reply and go on. So the last cell that answered is looked at too:

- A cell that does not come back in time is to blame itself.
- If the process says by how it ends that it was busy with the question before (`NotHeard`), or answers that question
  once more (`AnsweredTwice`), the cell before is to blame.
- If the process dies while a cell runs, that cell is only suspected. The notebook is run again, and before the
  suspected cell is asked, the process gets a moment and a harmless question. If it dies of that, the cell before is to
  blame, otherwise the suspected cell is. The first cell that runs has none before it and is to blame at once.

A cell that is to blame is left out when the notebook is run again.
"""

from __future__ import annotations

from autograder.errors import StudentCrashed, StudentError
from autograder.sandbox.channel import AnsweredTwice, NotHeard

__all__ = ["Culprits"]


class Culprits:
    """The cells of one notebook that are to blame for the end of a process, by index, and the one suspected now."""

    def __init__(self) -> None:
        self.errors: dict[int, StudentError] = {}
        self._suspect: int | None = None

    def is_suspect(self, index: int) -> bool:
        """Whether the process must be tried before this cell is asked."""
        return index == self._suspect

    def blame(self, error: StudentError, index: int, before: int | None, *, is_asked: bool) -> int | None:
        """Return the cell to blame for the end of the process, None if only another run can tell.

        The process ended while cell `index` was running (`is_asked`) or was about to be asked, after cell `before`.
        """
        culprit: int | None
        if _is_of_before(error):
            culprit = index if before is None else before
        elif isinstance(error, StudentCrashed) and not self.is_suspect(index) and before is not None:
            self._suspect = index
            return None
        else:
            culprit = index if is_asked else before
        if culprit is not None:
            self.errors[culprit] = error
        return culprit

    def blame_last(self, error: StudentError, last: int | None) -> bool:
        """Whether the last cell, of index `last`, is to blame for a process that ended after all cells."""
        if last is None or not _is_of_before(error):
            return False
        self.errors[last] = error
        return True


def _is_of_before(error: StudentError) -> bool:
    """Whether the process ended so that the question before this one must be the reason."""
    return isinstance(error, (AnsweredTwice, NotHeard))
