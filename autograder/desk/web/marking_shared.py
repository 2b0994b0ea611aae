"""What the pages of grading by hand share: the open question, whose answers somebody grades, and how far that is."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from autograder.classroom import AnswerGroup, CellAnswers
from autograder.course import CellKey, Course, Lesson
from autograder.desk.database import Database
from autograder.desk.marking import read_grades
from autograder.desk.marking_answers import Answers, AskedCell, list_asked
from autograder.desk.marking_shares import find_own_sections
from autograder.desk.marking_stages import Stages
from autograder.desk.marking_store import MarkStore, Question
from autograder.desk.people import Role
from autograder.desk.receipts import Receipts
from autograder.desk.web.shared import Desk, Visitor, desk_of, visitor
from autograder.gradebook import HandGrade
from autograder.records import ChangeKind, HistoryLine, read_history

__all__ = ["Marking", "Place", "Sheet", "find_place", "make_marking", "marking_of", "read_writers"]


@dataclass(frozen=True)
class Marking:
    """What the desk knows for grading by hand."""

    course: Course
    store: MarkStore
    answers: Answers
    stages: Stages


def make_marking(course: Course, database: Database, receipts: Receipts) -> Marking:
    """Return what the pages of grading by hand need."""
    return Marking(course, MarkStore(database), Answers(course), Stages(course, receipts))


def marking_of(request: Request) -> Marking:
    """Return what a request for grading by hand is for."""
    marking: Marking = request.app.state.marking
    return marking


@dataclass(frozen=True)
class Place:
    """A question and who grades it.

    `is_mine` limits it to his share of the work, if he has one; with `is_each` like answers are not put together.
    """

    who: Visitor
    desk: Desk
    marking: Marking
    lesson: Lesson
    asked: AskedCell
    is_mine: bool
    is_each: bool = False

    @property
    def question(self) -> Question:
        return self.asked.question

    @property
    def path(self) -> str:
        """The address of the question."""
        return "/".join(("/staff/marking", *(quote(part, safe="") for part in (self.lesson.name, *self.question.key))))

    @property
    def query(self) -> str:
        return f"?share={'mine' if self.is_mine else 'all'}{'&each=1' if self.is_each else ''}"

    @property
    def title(self) -> str:
        """What students call the question."""
        return self.lesson.titles.questions.get(self.question.key, self.question.key.grade_id)

    @property
    def sees_names(self) -> bool:
        return self.marking.store.sees_names(self.question, self.who.person.id)

    @property
    def may_deal(self) -> bool:
        """Whether somebody may share out the work: who sees the whole class."""
        return self.who.person.role is Role.INSTRUCTOR or not self.who.person.section

    def own_share(self, students: Collection[str]) -> set[str] | None:
        """Return whose answers are somebody's to grade, None if the work was not shared."""
        person, dealt = self.who.person.id, self.marking.store.shares(self.question)
        if dealt:
            return {student for student in students if dealt.get(student) == person}
        sections, entries = find_own_sections(self.marking.course, person), self.desk.catalogue.roster().entries
        if not sections:
            return None
        return {student for student in students if student in entries and entries[student].section in sections}

    def texts(self, *, is_fresh: bool = False) -> dict[str, str]:
        """Return the answers that somebody may see, of his share alone if that is what he looks at."""
        found = self.marking.answers.texts(self.lesson, self.asked, is_fresh=is_fresh)
        found = {student: text for student, text in found.items() if self.desk.may_see(self.who.person, student)}
        own = self.own_share(found) if self.is_mine else None
        return found if own is None else {student: text for student, text in found.items() if student in own}

    def groups(self, *, is_fresh: bool = False) -> CellAnswers:
        """Return these answers in groups."""
        texts = self.texts(is_fresh=is_fresh)
        return self.marking.answers.group(self.lesson, self.asked, texts, is_each=self.is_each)

    def sheet(self) -> Sheet:
        """Return the question as it is now."""
        return Sheet(self, self.groups(), read_grades(self.marking.course, self.question))


@dataclass(frozen=True)
class Sheet:
    """The answers to a question, and what persons entered for them so far."""

    place: Place
    answers: CellAnswers
    grades: Mapping[str, HandGrade]

    @property
    def students(self) -> list[str]:
        return [student for group in self.answers.groups for student in group.students]

    @functools.cached_property
    def writers(self) -> dict[tuple[str, CellKey], HistoryLine]:
        """The last line of the history about each score that a person entered."""
        return read_writers(self.place.marking.course, self.place.lesson.name)

    @property
    def count_done(self) -> int:
        return sum(self._is_done(student) for student in self.students)

    def is_done(self, group: AnswerGroup) -> bool:
        """Whether everybody of a group has a score that nobody must look at again."""
        return all(self._is_done(student) for student in group.students)

    def _is_done(self, student: str) -> bool:
        grade = self.grades.get(student, HandGrade())
        return grade.score is not None and not grade.is_to_review

    def path(self, group: AnswerGroup) -> str:
        """Return the address of a group."""
        return f"{self.place.path}/group/{group.id}{self.place.query}"

    def next_open(self, after: str) -> AnswerGroup | None:
        """Return the next group that is not done, after one of them, then from the beginning; None if all are."""
        groups = self.answers.groups
        start = next((index + 1 for index, group in enumerate(groups) if group.id == after), 0)
        return next((group for group in (*groups[start:], *groups[:start]) if not self.is_done(group)), None)

    def states(self, group: AnswerGroup) -> list[dict[str, Any]]:
        """Return what is entered for a group: each score and comment once, with how often, by whom and when."""
        points = self.place.question.points
        entered = [student for student in group.students if self.grades.get(student, HandGrade()) != HandGrade()]
        found: Counter[tuple[HandGrade, str, str]] = Counter()
        for student in entered:
            line = self.writers.get((student, self.place.question.key))
            found[self.grades[student], line.who if line else "", line.when if line else ""] += 1
        return [
            {"grade": grade, "who": who, "when": when, "count": count, "is_above": (grade.score or 0.0) > points}
            for (grade, who, when), count in found.items()
        ]


def find_place(request: Request) -> Place:
    """Return the question that a request is for; answer 404 if there is none, or if who asks is no staff."""
    who, desk = visitor(request, is_staff=True), desk_of(request)
    lesson = desk.lesson(request.path_params["lesson"]).lesson
    key = (request.path_params["notebook"], request.path_params["cell"])
    asked = next((one for one in list_asked(lesson) if one.question.key == key), None)
    if asked is None:
        raise HTTPException(404)
    query = request.query_params
    is_mine, is_each = query.get("share") != "all", query.get("each") == "1"
    return Place(who, desk, marking_of(request), lesson, asked, is_mine, is_each)


def read_writers(course: Course, lesson: str) -> dict[tuple[str, CellKey], HistoryLine]:
    """Return the last line of the history about each score that a person entered, by student and cell."""
    return {(line.student, line.key): line for line in read_history(course, lesson) if line.kind is ChangeKind.HAND}
