"""The queue of what is to be graded: the receipts themselves, in the order in which they came.

There is no second store beside them. A receipt and its job are one row, so that neither can be without the other.
Only who holds the gradebook grades; what is marked as being graded when somebody takes hold of it was left by a process
that died, and is done again. No clock decides that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import and_, case, func, or_, select

from autograder.desk.database import Database
from autograder.desk.receipt import NotebookScore, Receipt, ReceiptState
from autograder.desk.receipts import give_back_attempt, take_receipts
from autograder.desk.settings import DeskSettings
from autograder.desk.tables import receipts

__all__ = ["MOST_STARTS", "MOST_TRIES", "Pace", "Place", "Queue"]

MOST_TRIES = 3
MOST_STARTS = 12  # a machine that kills graders, or is started again and again, is nobody's failure
_RETRY_S = 20.0
_PAUSE_S = 5.0
_RECENT = 50
_OPEN = (ReceiptState.RECEIVED.value, ReceiptState.GRADING.value)
_GAVE_UP = "what graded it ended early, several times / 评分进程多次中断"


@dataclass(frozen=True)
class Pace:
    """How many wait or are being graded, and how long one takes when its turn comes; None if nobody knows yet."""

    waiting: int
    seconds_each: float | None

    def wait_s(self, place: int) -> float | None:
        """Return how long it takes until the receipt at this place, from 1 on, is graded; None if nobody knows yet."""
        return None if self.seconds_each is None else place * self.seconds_each


@dataclass(frozen=True)
class Place:
    """A receipt's place in the queue, from 1 on, and the seconds until it is graded at the pace of the last ones."""

    place: int
    wait_s: float | None


class Queue:
    """What is to be graded, and how far it is."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    # --- who grades ---

    def start_again(self) -> int:
        """Put back what was left half done. Only for who has just taken hold of the gradebook."""
        left = receipts.c.state == ReceiptState.GRADING.value
        # What was there each time that its grader ended lets the others go first: it may be what ends it.
        begin_s = case((receipts.c.tries < MOST_TRIES, 0.0), else_=self._clock() + _RETRY_S)
        with self._database.write() as connection:
            values = {"state": ReceiptState.RECEIVED.value, "not_before_s": begin_s}
            return int(connection.execute(receipts.update().where(left).values(values)).rowcount)

    def is_waiting(self) -> bool:
        """Whether there is something to grade now, for who grades nothing: what was left half done is, too.

        A student's later receipts wait for that one, so it may be all that there is.
        """
        half_done = receipts.c.state == ReceiptState.GRADING.value
        with self._database.read() as connection:
            due = select(receipts.c.id).where(or_(half_done, and_(*self._due())))
            return connection.execute(due.limit(1)).first() is not None

    def claim(self, most: int, settings: Callable[[str], DeskSettings]) -> list[Receipt]:
        """Take the next receipts, all of one lesson: no two of a student, and none whose student waits for another.

        One that was tried before is taken alone. One that was tried too often is given up.
        """
        with self._database.write() as connection:
            found = take_receipts(connection, *self._due(), oldest=max(most, 1) * 4)
            chosen: list[Receipt] = []
            for receipt in found:
                if receipt.tries >= MOST_STARTS:
                    self._end(connection, receipt, ReceiptState.FAILED, (), _GAVE_UP, None)
                    give_back_attempt(connection, receipt, settings(receipt.lesson), self._clock())
                elif not chosen or (receipt.lesson == chosen[0].lesson and not receipt.tries and not chosen[0].tries):
                    chosen.append(receipt)
                if len(chosen) >= most:
                    break
            values: dict[str, Any] = {"state": ReceiptState.GRADING.value, "tries": receipts.c.tries + 1}
            values |= {"started_s": self._clock()}
            connection.execute(receipts.update().where(receipts.c.id.in_([one.id for one in chosen])).values(values))
            return chosen

    def _due(self) -> Sequence[Any]:
        """Return what a receipt must be to be graded now: the first of its student's that are not over."""
        other = receipts.alias()
        same = and_(other.c.student == receipts.c.student, other.c.lesson == receipts.c.lesson)
        earlier = select(other.c.id).where(same, other.c.number < receipts.c.number, other.c.state.in_(_OPEN))
        now = self._clock()
        # A clock that was set back makes nobody wait for it.
        is_time = or_(receipts.c.not_before_s <= now, receipts.c.not_before_s > now + _RETRY_S)
        return receipts.c.state == ReceiptState.RECEIVED.value, is_time, ~earlier.exists()

    def finish(self, receipt: Receipt, scores: Sequence[NotebookScore], spent_s: float) -> None:
        """Say that a receipt is graded, and with what."""
        with self._database.write() as connection:
            self._end(connection, receipt, ReceiptState.GRADED, scores, "", spent_s)

    def fail(self, receipt: Receipt, scores: Sequence[NotebookScore], reason: str, settings: DeskSettings) -> None:
        """Say that our side could not grade a receipt: try again later, and after some tries give the attempt back."""
        with self._database.write() as connection:
            if receipt.tries + 1 < MOST_TRIES:
                values = {"state": ReceiptState.RECEIVED.value, "not_before_s": self._clock() + _RETRY_S}
                connection.execute(receipts.update().where(receipts.c.id == receipt.id).values(reason=reason, **values))
                return
            self._end(connection, receipt, ReceiptState.FAILED, scores, reason, None)
            give_back_attempt(connection, receipt, settings, self._clock())

    def put_back(self, claimed: Sequence[Receipt], reason: str = "") -> None:
        """Put receipts back as if they had not been taken: what went wrong is not theirs. Others come first now."""
        mine = (receipts.c.id.in_([one.id for one in claimed]), receipts.c.state == ReceiptState.GRADING.value)
        values: dict[str, Any] = {"state": ReceiptState.RECEIVED.value, "tries": receipts.c.tries - 1}
        values |= {"reason": reason, "not_before_s": self._clock() + _PAUSE_S}
        with self._database.write() as connection:
            connection.execute(receipts.update().where(*mine).values(values))

    def _end(
        self,
        connection: Any,
        receipt: Receipt,
        state: ReceiptState,
        scores: Sequence[NotebookScore],
        reason: str,
        spent_s: float | None,
    ) -> None:
        values: dict[str, Any] = {"state": state.value, "reason": reason}
        values |= {"scores": msgspec.json.encode(scores).decode()}
        values |= {"spent_s": spent_s, "finished_s": self._clock()}
        connection.execute(receipts.update().where(receipts.c.id == receipt.id).values(values))

    # --- who waits ---

    def pace(self) -> Pace:
        """Return how long the queue is and how fast it goes."""
        recent = (
            select(receipts.c.spent_s)
            .where(receipts.c.spent_s.is_not(None))
            .order_by(receipts.c.finished_s.desc())
            .limit(_RECENT)
            .subquery()
        )
        with self._database.read() as connection:
            waiting = connection.execute(select(func.count()).where(receipts.c.state.in_(_OPEN))).scalar_one()
            seconds = connection.execute(select(func.avg(recent.c.spent_s))).scalar()
        return Pace(waiting, None if seconds is None else float(seconds))

    def place(self, receipt: Receipt) -> Place:
        """Return where a receipt that is not over stands."""
        before = (receipts.c.state.in_(_OPEN), receipts.c.number < receipt.number)
        with self._database.read() as connection:
            place = connection.execute(select(func.count()).where(*before)).scalar_one() + 1
        return Place(place, self.pace().wait_s(place))

    def open_ids(self) -> list[str]:
        """Return the ids of all that are not over, in their order."""
        query = select(receipts.c.id).where(receipts.c.state.in_(_OPEN)).order_by(receipts.c.number)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())
