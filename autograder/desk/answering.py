"""A TA's answer to a regrade request: the score into nbgrader's database, who and why into the history."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from autograder.course import Course
from autograder.desk.requests import Request, Requests
from autograder.errors import AutograderError
from autograder.gradebook import HandLedger, open_book
from autograder.records import DESK, hold_gradebook

__all__ = ["Answer", "AnswerConflict", "answer_request", "find_score"]


@dataclass(frozen=True)
class Answer:
    """What a TA answers. `score` None leaves the score as it is; `seen` is the score that he was shown."""

    by: str
    text: str
    score: float | None
    seen: float | None


class AnswerConflict(AutograderError):
    """Somebody else was first: the request is answered, or the score is another one than the TA was shown."""


def find_score(course: Course, request: Request) -> float | None:
    """Return the score that counts now for the question of a request, None if there is none yet."""
    with open_book(course) as book:
        standing = book.standings(request.lesson, student=request.student).get(request.student)
    return standing.scores.get(request.key) if standing is not None else None


def answer_request(course: Course, requests: Requests, request: Request, answer: Answer) -> None:
    """Answer a request, with a new score or without.

    `AnswerConflict` if somebody else was first; then nothing is changed. Ended between score and answer, the score is
    kept and the request is open: it is answered once more.
    """
    with hold_gradebook(course, f"{DESK}, for {answer.by}"):
        known = requests.find(request.id)
        if known is None or not known.is_open:
            raise AnswerConflict("somebody else has answered this request / 已有人处理了这个申请")
        before = find_score(course, request)
        if before != answer.seen:
            raise AnswerConflict("the score was changed meanwhile / 分数在此期间已被改动")
        after = answer.score if answer.score != before else None
        if after is not None:
            _enter(course, request, answer, after)
        requests.close(request.id, answer.by, answer.text, before, after)


def _enter(course: Course, request: Request, answer: Answer, score: float) -> None:
    ledger = HandLedger(course, request.lesson)
    with open_book(course) as book:
        ledger.enter(ledger.notice(book))
        book.grade_by_hand(request.lesson, request.key, [request.student], score, "", is_overwriting=True)
    known = ledger.known_score(request.student, request.key)
    change = ledger.describe(request.student, request.key, known, score)
    ledger.enter([structs.replace(change, why=f"regrade request: {answer.text}")], answer.by)
