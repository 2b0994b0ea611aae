"""Regrade requests in a graded class: the gradebook, the history and the page after an answer, and two answers at once."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.classroom import AttemptPages, make_attempt_pages
from autograder.cli.main import main
from autograder.course import CellKey, Course, Lesson, load_lesson
from autograder.desk.answering import Answer, AnswerConflict, answer_request, find_score
from autograder.desk.database import Database, open_database
from autograder.desk.grader import read_scores
from autograder.desk.pages import PageMaker
from autograder.desk.publishing import Publications
from autograder.desk.queue import Queue
from autograder.desk.receipt import NotebookScore
from autograder.desk.receipts import Receipts
from autograder.desk.requests import Request, Requests
from autograder.desk.settings import DeskSettings
from autograder.records import page_path, read_grade, read_history, record_path
from autograder.submissions import SentNotebook

BEN, QUESTION = "bitdiddle", CellKey("hidden_layers", "explain_identity")


@pytest.fixture
def course(graded_class: Path) -> Course:
    return Course(graded_class)


@pytest.fixture
def database(course: Course) -> Iterator[Database]:
    database = open_database(course)
    yield database
    database.close()


@pytest.fixture
def request_(database: Database) -> Request:
    return Requests(database).ask(BEN, "lesson09", QUESTION, "Please look again.")


def no_atlas(lesson: Lesson) -> None:
    raise AssertionError("the code of this student needs no name")


def hand_in_what_is_graded(course: Course, database: Database, pages: PageMaker) -> Path:
    """Give the student a receipt for what is graded; return where the page about it is."""
    receipts, sent = Receipts(course, database), []
    for name in ("activations", "hidden_layers"):
        data = (course.submitted / BEN / "lesson09" / f"{name}.ipynb").read_bytes()
        sent.append(SentNotebook(name, f"{name}.ipynb", data, hashlib.sha256(data).hexdigest()))
    receipt = receipts.hand_in(BEN, "lesson09", sent, DeskSettings(), 1000.0)
    Queue(database).finish(receipt, [NotebookScore("hidden_layers", 1.0, 2.0)], 0.1)
    assert pages.make(receipt)
    return receipts.page_path(receipt.id)


def test_a_changed_score_goes_everywhere(course: Course, database: Database, request_: Request) -> None:
    """Into the formgrader's row, the history (who, from, to, why) and, when pages are made next, the student's pages."""
    requests, pages = Requests(database), PageMaker(course, database, no_atlas)  # type: ignore[arg-type]
    own = hand_in_what_is_graded(course, database, pages)
    before = own.read_text(encoding="utf-8")
    assert "4 points wait" in before
    answer_request(course, requests, request_, Answer("tim", "You are right.", 3.0, find_score(course, request_)))
    with Gradebook(course.database_url) as book:
        grade = book.find_grade("explain_identity", "hidden_layers", "lesson09", BEN)
        assert (grade.manual_score, grade.needs_manual_grade) == (3.0, False)
    line = read_history(course, "lesson09")[-1]
    assert (line.who, line.student, line.key, line.before, line.after) == ("tim", BEN, QUESTION, None, 3.0)
    assert "You are right." in line.why
    found = requests.find(request_.id)
    assert found is not None
    assert (found.answered_by, found.before, found.after, found.is_page_due) == ("tim", None, 3.0, True)
    pages.remake()
    assert "3 / 4" in own.read_text(encoding="utf-8")
    assert not requests.with_due_pages()


def test_what_persons_entered_is_on_pages_when_results_are_published(
    course: Course, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    """A score by hand is on no page of an attempt; `publish` writes everybody's result, with it."""
    from autograder.classroom import HandGradeEntry, find_explanations, grade_explanations

    pages = PageMaker(course, database, no_atlas)  # type: ignore[arg-type]
    [answers] = find_explanations(course, "lesson09", "explain_identity")
    group = next(one for one in answers.groups if BEN in one.students)
    entry = HandGradeEntry(3.0, "Say why.")
    grade_explanations(course, "lesson09", "explain_identity", group.id, entry)
    text = hand_in_what_is_graded(course, database, pages).read_text(encoding="utf-8")
    assert "4 points wait" in text
    assert "Say why." not in text
    path = page_path(course, "lesson09", BEN)
    assert not path.exists()
    assert main(["publish", "lesson09", "--root", str(course.root)]) == 0
    assert "published lesson09: 7 pages" in capsys.readouterr().out
    assert "Say why." in path.read_text(encoding="utf-8")
    assert Publications(database).has("lesson09")
    assert main(["publish", "lesson09", "--unpublish", "--root", str(course.root)]) == 0
    assert not Publications(database).has("lesson09")


def test_of_two_answers_at_once_one_is_a_conflict(course: Course, database: Database, request_: Request) -> None:
    """Both at the same moment: one score, one line of history; the other one is told. So is who saw an older score."""
    requests, ended = Requests(database), []

    def answer(by: str, score: float) -> None:
        try:
            answer_request(course, requests, request_, Answer(by, f"by {by}", score, None))
            ended.append(by)
        except AnswerConflict:
            ended.append("")

    threads = [threading.Thread(target=answer, args=one) for one in (("tim", 1.0), ("tom", 2.0))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [first] = filter(None, ended)
    assert sorted(ended) == ["", first]
    [line] = [one for one in read_history(course, "lesson09") if one.student == BEN and one.key == QUESTION]
    found = requests.find(request_.id)
    assert found is not None
    assert (found.answered_by, found.after) == (first, line.after) == (line.who, find_score(course, request_))
    again = requests.ask(BEN, "lesson09", QUESTION, "Once more.")
    with pytest.raises(AnswerConflict):
        answer_request(course, requests, again, Answer("tom", "late", 4.0, None))
    assert [one.id for one in requests.all() if one.is_open] == [again.id]


def test_a_real_record_tells_no_score_in_which_hidden_tests_are(course: Course, database: Database) -> None:
    """With `show_hidden = "never"`: what is told is what questions without hidden tests got; the rest is withheld."""
    (course.solutions / "lesson09" / "lesson.toml").write_text('show_hidden = "never"\n')
    lesson, grade = load_lesson(course, "lesson09"), read_grade(record_path(course, "lesson09", BEN))
    assert grade is not None
    own = hand_in_what_is_graded(course, database, PageMaker(course, database, no_atlas))  # type: ignore[arg-type]
    [receipt] = Receipts(course, database).of_student(BEN, "lesson09")
    for score in read_scores(lesson, receipt, grade):
        assert score.told + score.hidden == score.score
        assert score.hidden > 0
        assert score.withhold().score == score.told
    page = own.read_text(encoding="utf-8")
    assert "their verdicts are not shown; the points once results are published" in page
    assert f"<b>{grade.score:g}</b>" not in page


def test_a_page_about_some_notebooks_names_no_others(course: Course) -> None:
    """Where the best attempt counts, others would tell which attempt at them that is."""
    pages = make_attempt_pages(course, "lesson09", BEN, no_atlas, only=["activations"])  # type: ignore[arg-type]
    assert isinstance(pages, AttemptPages)
    assert not pages.is_whole
    assert b'id="activations"' in pages.now
    assert b"hidden_layers" not in pages.now
