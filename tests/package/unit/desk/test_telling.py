"""What a student may see at the desk, and when: scores of attempts, pages about them, results."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import anyio
import httpx
import pytest
from sqlalchemy import create_engine
from visiting import ROSTER, notebook

from autograder.course import Course
from autograder.desk.database import Database
from autograder.desk.links import LinkDoor, read_key
from autograder.desk.publishing import Publications
from autograder.desk.queue import Queue
from autograder.desk.receipt import NotebookScore, Receipt
from autograder.desk.receipts import Receipts
from autograder.desk.settings import DeskSettings
from autograder.desk.web.app import make_app
from autograder.gradebook import tables
from autograder.records import page_path
from autograder.submissions import SentNotebook, load_roster

URL = "http://desk.example"
RIGHT, WRONG = (
    NotebookScore("gates", 2.0, 2.0, hidden=1.0, told=1.0),
    NotebookScore("gates", 1.0, 2.0, hidden=1.0, told=1.0),
)
TOKEN = re.compile('name="csrf" value="[0-9a-f]+"')  # another one in each session
PAST, FUTURE = timedelta(days=-1), timedelta(days=1)


@dataclass
class Week:
    """A lesson with a due date and a setting, and what Ann handed in."""

    course: Course
    database: Database
    receipt: Receipt

    def visit(self, person: str) -> Callable[[str], httpx.Response]:
        """Return what gets pages for somebody, from a desk that has kept nothing in mind."""
        door = LinkDoor(self.database, read_key(self.course))
        app = make_app(self.course, self.database, [door], URL)
        roster = load_roster(self.course)
        assert roster is not None
        [link] = door.issue([one for one in (*roster.students, *roster.staff) if one.id == person], 9)
        admitted = door.admit(link.token)
        assert admitted is not None
        secret = app.state.desk.sessions.start(door, admitted)
        headers = {"Authorization": f"Bearer {link.token}", "Cookie": f"desk={secret}"}

        def get(path: str) -> httpx.Response:
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL, headers=headers)
            return anyio.run(client.get, path)

        return get

    def read(self, person: str, score: NotebookScore) -> dict[str, str]:
        """Return all that somebody reads of the attempt if it got this score."""
        Queue(self.database).finish(self.receipt, [score], 0.1)
        get, id = self.visit(person), self.receipt.id
        paths = (
            f"/api/receipts/{id}",
            "/api/lessons",
            f"/receipts/{id}",
            f"/receipts/{id}/page",
            "/",
            "/lessons/week1",
        )
        return {path: TOKEN.sub("", get(path).text) for path in paths}


@pytest.fixture
def make_week(course: Course, database: Database) -> Callable[..., Week]:
    def make(setting: str, due: timedelta | None) -> Week:
        for folder in ("solutions/week1", "assignments/week1", "tests/week1"):
            (course.root / folder).mkdir(parents=True)
        for folder in ("solutions", "assignments"):
            (course.root / folder / "week1" / "gates.ipynb").write_bytes(notebook())
        (course.root / "solutions" / "week1" / "lesson.toml").write_text(f'show_hidden = "{setting}"\n')
        (course.gradebook / "roster.csv").write_text(ROSTER, encoding="utf-8")
        engine = create_engine(course.database_url)
        tables.METADATA.create_all(engine)
        moment = None if due is None else (datetime.now(UTC) + due).replace(tzinfo=None)
        with engine.begin() as connection:
            values = {"id": "1", "name": "week1", "duedate": moment, "course_id": "c"}
            columns = {name: value for name, value in values.items() if name in tables.assignments.c}
            connection.execute(tables.assignments.insert().values(columns))
        engine.dispose()
        receipts = Receipts(course, database)
        data = notebook("mine = 1")
        sent = [SentNotebook("gates", "gates.ipynb", data, hashlib.sha256(data).hexdigest())]
        receipt = receipts.hand_in("ann", "week1", sent, DeskSettings(), 1000.0)
        late = b"with hidden tests" if setting == "after due" else None
        receipts.save_page(receipt.id, b"without hidden tests", late)
        return Week(course, database, receipt)

    return make


@pytest.mark.parametrize(
    ("setting", "due", "tells"),
    [
        ("never", PAST, False),
        ("never", None, False),
        ("after due", FUTURE, False),
        ("after due", None, False),
        ("after due", PAST, True),
    ],
)
def test_nothing_that_a_student_reads_depends_on_hidden_verdicts_before_their_time(
    make_week: Callable[..., Week], setting: str, due: timedelta | None, tells: bool
) -> None:
    """Pages and answers for programs are the same, byte for byte, whatever the hidden tests found; staff see it all."""
    week = make_week(setting, due)
    right, wrong = week.read("ann", RIGHT), week.read("ann", WRONG)
    differ = {path for path in right if right[path] != wrong[path]}
    assert differ == ({*right} - {"/api/lessons", f"/receipts/{week.receipt.id}/page"} if tells else set())
    page = right[f"/receipts/{week.receipt.id}/page"]
    assert page == ("with hidden tests" if tells else "without hidden tests")
    assert ('"withheld":1.0' in right[f"/api/receipts/{week.receipt.id}"]) is not tells
    assert "2 / 2" in week.read("ida", RIGHT)[f"/receipts/{week.receipt.id}"]
    assert "1 / 2" in week.read("ida", WRONG)[f"/receipts/{week.receipt.id}"]


@pytest.mark.parametrize(
    ("setting", "due", "is_early"), [("at once", FUTURE, False), ("never", FUTURE, False), ("after due", FUTURE, True)]
)
def test_a_result_is_there_when_it_is_published(
    make_week: Callable[..., Week], setting: str, due: timedelta, is_early: bool
) -> None:
    """Not before, and not any more when it is taken back; one that says what is shown after the due date, after it."""
    week, result = make_week(setting, due), "/lessons/week1/results/ann"
    path = page_path(week.course, "week1", "ann")
    path.parent.mkdir(parents=True)
    path.write_text("the result")
    shown = Publications(week.database)
    assert week.visit("ann")(result).status_code == 404
    shown.add("week1")
    shown.add("week1")
    found = week.visit("ann")(result)
    assert (found.status_code, found.text == "the result") == ((404, False) if is_early else (200, True))
    assert (result in week.visit("ann")("/lessons/week1").text) is not is_early
    assert shown.remove("week1")
    assert not shown.remove("week1")
    assert week.visit("ann")(result).status_code == 404


def test_the_moment_at_which_grading_ended_tells_little(make_week: Callable[..., Week]) -> None:
    """Where hidden verdicts are withheld, an attempt is over for its student at the end of a step; staff see it at once."""
    week = make_week("never", None)
    [claimed] = Queue(week.database).claim(1, lambda _: DeskSettings())
    found = week.read("ann", RIGHT)
    answer = json.loads(found[f"/api/receipts/{claimed.id}"])
    assert (answer["state"], answer["scores"], answer["page"]) == ("grading", [], None)
    assert week.visit("ann")(f"/receipts/{claimed.id}/page").status_code == 404
    assert "2 / 2" in week.read("ida", RIGHT)[f"/receipts/{claimed.id}"]
    time.sleep(1.1)
    assert json.loads(week.visit("ann")(f"/api/receipts/{claimed.id}").text)["state"] == "graded"
