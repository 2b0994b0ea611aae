"""Grading by hand at the desk in a graded class: nbgrader's database, the history, two at once, and a real browser."""

from __future__ import annotations

import json
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from browser import find_violations, look_as, open_browser, wait_for
from nbgrader.api import Gradebook
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from autograder.classroom import find_explanations
from autograder.cli.main import main
from autograder.course import Course
from autograder.desk.database import open_database
from autograder.desk.links import LinkDoor, read_key
from autograder.desk.web.app import make_app
from autograder.desk.web.config import make_config
from autograder.records import read_history
from autograder.submissions import load_roster

QUESTION = "/staff/marking/lesson09/hidden_layers/explain_identity"
STAFF = "tim,Tim Ta,,A,ta\ntom,Tom Ta,,,ta\nida,Ida In,,,instructor\n"
PAIR = ("sample-01", "sample-02")
WORKS, LACKS = "Says that affine maps compose", "No counterexample"


@dataclass
class Desk:
    """The pages of a desk on loopback, over a graded class."""

    root: Path
    url: str
    tokens: dict[str, str]

    def visit(self, person: str) -> httpx.Client:
        client = httpx.Client(base_url=self.url, trust_env=False, timeout=60)
        assert client.post(f"/enter/{self.tokens[person]}").status_code == 303
        return client

    def rows(self) -> dict[str, tuple[float | None, bool, str | None]]:
        """(manual score, waits for a person, comment) by student, from nbgrader's own API."""
        found = {}
        with Gradebook(f"sqlite:///{self.root}/gradebook/gradebook.db") as book:
            for submission in book.assignment_submissions("lesson09"):
                name = submission.student.id
                line = book.find_grade("explain_identity", "hidden_layers", "lesson09", name)
                words = book.find_comment("explain_identity", "hidden_layers", "lesson09", name)
                found[name] = (line.manual_score, bool(line.needs_manual_grade), words.manual_comment)
        return found

    def score_elsewhere(self, student: str, score: float, cell: str = "explain_identity") -> None:
        """Enter a score as the formgrader does: for one cell, or for all that wait for a person ("*")."""
        with Gradebook(f"sqlite:///{self.root}/gradebook/gradebook.db") as book:
            for notebook in book.find_submission("lesson09", student).notebooks:
                for line in notebook.grades:
                    if line.name == cell or (cell == "*" and line.needs_manual_grade):
                        line.manual_score, line.needs_manual_grade = score, False
            book.db.commit()

    def group(self, *students: str) -> str:
        """The id of the group that these students are in alone, as `autograder explanations` has it."""
        (answers,) = find_explanations(Course(self.root), "lesson09", "explain_identity")
        (found,) = [group.id for group in answers.groups if group.students == students]
        return found

    def history(self) -> list[tuple[str, str, float | None, float | None, str]]:
        lines = read_history(Course(self.root), "lesson09")
        return [(line.who, line.student, line.before, line.after, line.why) for line in lines]


@pytest.fixture
def desk(graded_class: Path) -> Iterator[Desk]:
    shutil.copytree(graded_class / "solutions" / "lesson09", graded_class / "assignments" / "lesson09")
    roster = graded_class / "gradebook" / "roster.csv"
    head, *lines = roster.read_text(encoding="utf-8").splitlines()
    students = "".join(f"{line},\n" for line in lines)
    roster.write_text(f"{head},role\n{students}{STAFF}", encoding="utf-8")
    course = Course(graded_class)
    database = open_database(course)
    door, people = LinkDoor(database, read_key(course)), load_roster(course)
    assert people is not None
    tokens = {link.person.id: link.token for link in door.issue([*people.students, *people.staff], 9)}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(make_config(make_app(course, database, [door], url)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Desk(graded_class, url, tokens)
        server.should_exit = True
        thread.join()
    database.close()


def fields(page: str) -> dict[str, Any]:
    """What a browser would send of the first form that has been seen, as it came."""
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("csrf", "seen", "version")}
    return {name: match[1] for name, match in found.items() if match is not None}


def set_rubric(
    client: httpx.Client, *rows: tuple[str, str, str], ids: tuple[str, ...] = (), **more: str
) -> httpx.Response:
    """Send a rubric; `ids` are those of the first rows."""
    page = client.get(f"{QUESTION}/rubric").text
    known = [*ids, *[""] * (len(rows) - len(ids))]
    form = [*(fields(page) | {"start": "zero"} | more).items()]
    for id, row in zip(known, rows, strict=True):
        form += zip(("id", "text", "points", "comment"), (id, *row), strict=True)
    return client.post(f"{QUESTION}/rubric", files=[(name, (None, value)) for name, value in form])


def item_ids(client: httpx.Client, group: str) -> list[str]:
    return re.findall(r'name="item" value="(\w+)"', client.get(f"{QUESTION}/group/{group}?share=all").text)


def mark(client: httpx.Client, group: str, page: str, **entered: Any) -> httpx.Response:
    return client.post(f"{QUESTION}/group/{group}?share=all", data=fields(page) | entered)


def see(client: httpx.Client, group: str) -> str:
    answer = client.get(f"{QUESTION}/group/{group}?share=all")
    assert answer.status_code == 200
    return answer.text


def test_a_group_is_graded_by_one_decision_and_the_formgrader_sees_it(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two items and words: points and comment of all of the group in nbgrader's rows, who and from what in the history."""
    ida, group = desk.visit("ida"), desk.group(*PAIR)
    assert set_rubric(ida, (WORKS, "2", "Right: they compose."), (LACKS, "-0,5", "")).status_code == 303
    answer = mark(ida, group, see(ida, group), item=item_ids(ida, group), words="Well said.")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{QUESTION}/group/")
    assert group not in answer.headers["location"]
    rows = desk.rows()
    for student in PAIR:
        assert rows[student] == (1.5, False, f"Right: they compose.\n{LACKS}\nWell said.")
    assert desk.history() == [("ida", student, None, 1.5, "") for student in PAIR]
    assert main(["history", "lesson09", "--root", str(desk.root)]) == 0
    assert "sample-01/hidden_layers/explain_identity: none -> 1.5 by hand" in capsys.readouterr().out
    page = see(ida, group)
    assert page.count("checked>") + page.count("checked data") >= 2
    assert "Ida In" in page
    assert "2 of 6 answers graded" in ida.get(f"{QUESTION}?share=all").text
    assert "Ida In 2" in ida.get("/staff/marking/lesson09").text


def test_it_is_blind_until_somebody_asks_and_that_is_recorded(desk: Desk) -> None:
    """No name and no id on any page of grading; the button shows them to who pressed it, and others see that he did."""
    tom, group = desk.visit("tom"), desk.group(*PAIR)
    pages = ("/staff/marking/lesson09", QUESTION, f"{QUESTION}/group/{group}", f"{QUESTION}/rubric")
    names = [*PAIR, "Sample Two", "示例一", "bitdiddle", "Bitdiddle", "four@example.edu"]
    for path in pages:
        text = tom.get(path).text
        assert [name for name in names if name in text] == [], path
    answer = tom.post(f"{QUESTION}/names", data={"csrf": fields(see(tom, group))["csrf"], "group": group})
    assert answer.headers["location"] == f"{QUESTION}/group/{group}?share=mine"
    assert "Sample Two" in see(tom, group)
    ida = desk.visit("ida")
    assert "Sample Two" not in see(ida, group)
    assert re.search("Looked at names:.*Tom Ta", ida.get(QUESTION).text.replace("\n", " "))
    assert tom.post(f"{QUESTION}/names", data={"csrf": fields(see(tom, group))["csrf"]}).status_code == 303
    assert "Sample Two" not in see(tom, group)


def test_of_two_who_grade_at_once_both_scores_are_shown(desk: Desk) -> None:
    """The second one changes nothing, reads both scores and whose the other is, and chooses; so with the formgrader."""
    tom, ida, group = desk.visit("tom"), desk.visit("ida"), desk.group(*PAIR)
    toms, idas = see(tom, group), see(ida, group)
    assert mark(tom, group, toms, typed="3", words="Nearly.").status_code == 303
    answer = mark(ida, group, idas, typed="1.25", words="<i>Too short</i>")
    assert answer.status_code == 409
    for said in ("Tom Ta", "3 / 4", "1.25 / 4", "Nearly.", "&lt;i&gt;Too short"):
        assert said in answer.text, said
    assert desk.rows()["sample-01"] == (3.0, False, "Nearly.")
    desk.score_elsewhere("sample-02", 2.0)
    answer = mark(ida, group, answer.text, typed="1.25", words="Too short")
    assert answer.status_code == 409
    assert "2 / 4" in answer.text
    assert mark(ida, group, answer.text, typed="1.25", words="Too short").status_code == 303
    assert [desk.rows()[student][0] for student in PAIR] == [1.25, 1.25]
    assert ("ida", "sample-01", 3.0, 1.25, "") in desk.history()
    assert ("ida", "sample-02", 2.0, 1.25, "") in desk.history()
    assert mark(tom, group, toms, typed="1.25", words="Too short").status_code == 303  # the same is no conflict


def test_of_two_at_the_same_moment_one_is_a_conflict(desk: Desk) -> None:
    """Sent together, to a group that nobody graded: one is written, the other one reads both; the history has one of them."""
    group, codes = desk.group(*PAIR), {}
    clients = {person: desk.visit(person) for person in ("tom", "ida")}
    pages = {person: see(client, group) for person, client in clients.items()}

    def send(person: str, typed: str) -> None:
        codes[person] = mark(clients[person], group, pages[person], typed=typed).status_code

    threads = [threading.Thread(target=send, args=one) for one in (("tom", "1"), ("ida", "2"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes.values()) == [303, 409]
    [first] = [person for person, code in codes.items() if code == 303]
    assert {line[0] for line in desk.history()} == {first}
    assert desk.rows()["sample-01"][0] == {"tom": 1.0, "ida": 2.0}[first]


def test_a_changed_item_counts_anew_and_says_so_before(desk: Desk) -> None:
    """How many go from what to what is shown first; then scores, words and history change; what was typed elsewhere stays."""
    ida, pair, single = desk.visit("ida"), desk.group(*PAIR), desk.group("bitdiddle")
    set_rubric(ida, (WORKS, "2", ""), (LACKS, "1", ""))
    first, second = item_ids(ida, pair)
    for group, items in ((pair, [first, second]), (single, [first])):
        assert mark(ida, group, see(ida, group), item=items).status_code == 303
    desk.score_elsewhere("sample-02", 4.0)
    before, rows = desk.rows(), ((WORKS, "2.5", "Good."), (LACKS, "1", ""))
    told = set_rubric(ida, *rows, ids=(first, second))
    assert told.status_code == 200
    assert "3 → 3.5" in told.text
    assert "2 → 2.5" in told.text
    assert "1 answer was graded in another way since" in told.text
    assert desk.rows() == before
    name = re.search(r'name="told" value="(\w+)"', told.text)
    assert name is not None
    assert set_rubric(ida, *rows, ids=(first, second), told=name[1]).status_code == 303
    after = desk.rows()
    assert after["sample-01"] == (3.5, False, f"Good.\n{LACKS}")
    assert after["bitdiddle"] == (2.5, False, "Good.")
    assert after["sample-02"] == before["sample-02"]
    changed = [line for line in desk.history() if "the rubric changed" in line[4]]
    assert [(line[0], line[1], line[2], line[3]) for line in changed] == [
        ("ida", "bitdiddle", 2.0, 2.5),
        ("ida", "sample-01", 3.0, 3.5),
    ]
    stale = set_rubric(ida, *rows, ids=(first, second), version="1")
    assert stale.status_code == 409
    old = see(ida, single)
    set_rubric(ida, *rows, ("One more", "1", ""), ids=(first, second))
    assert mark(ida, single, old, item=[first]).status_code == 409  # another rubric than the one that was shown


@pytest.mark.parametrize("typed", ["4.5", "-1", "nan", "inf", "much", ""])
def test_what_is_no_score_is_refused_and_kept_in_the_form(desk: Desk, typed: str) -> None:
    """Above the points, below 0, no number, or nothing at all: 422, no row changed, what was written is still there."""
    ida, group = desk.visit("ida"), desk.group("bitdiddle")
    before = desk.rows()
    answer = mark(ida, group, see(ida, group), typed=typed, words="my words")
    assert answer.status_code == 422
    assert "my words" in answer.text
    assert desk.rows() == before


def test_a_score_above_the_points_and_one_to_review_are_flagged(desk: Desk) -> None:
    """The first in the list, on its page and on the class page; another answer makes another group, kept as text."""
    ida, group = desk.visit("ida"), desk.group("bitdiddle")
    page = see(ida, group)
    desk.score_elsewhere("bitdiddle", 9.0)
    assert "above the question" in see(ida, group)
    assert "above the points" in ida.get(QUESTION).text
    path = desk.root / "gradebook" / "autograded" / "bitdiddle" / "lesson09" / "hidden_layers.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("学习率太小", "步长太小"), encoding="utf-8")
    answer = mark(ida, group, page, typed="1", words="my words")
    assert answer.status_code == 409
    assert "my words" in answer.text
    assert desk.rows()["bitdiddle"][0] == 9.0
    assert ida.get(f"{QUESTION}/group/{group}").status_code == 404


def test_a_ta_with_a_section_sees_and_grades_that_section_alone(desk: Desk) -> None:
    """Groups of his section only; a group with others in it is not there for him; the work can be dealt out."""
    tim, ida = desk.visit("tim"), desk.visit("ida")
    whole = desk.group("sample-04", "sample-05")  # of section B and of none
    assert tim.get(f"{QUESTION}/group/{whole}").status_code == 404
    assert mark(tim, whole, see(tim, desk.group(*PAIR)), typed="1").status_code == 409
    assert desk.rows()["sample-04"][0] is None
    assert "0 of 3 answers graded" in tim.get(QUESTION).text
    assert tim.post(f"{QUESTION}/shares", data={"csrf": fields(see(tim, desk.group(*PAIR)))["csrf"]}).status_code == 404
    form = {"csrf": fields(see(ida, whole))["csrf"], "do": "deal"}
    assert ida.post(f"{QUESTION}/shares", data=form).status_code == 303
    text = ida.get(f"{QUESTION}?share=all").text
    assert re.search(r"Tim Ta \d", text)
    tom = desk.visit("tom").get(QUESTION).text
    counts = [int(number) for number in re.findall(r"0 of (\d) answers graded", tim.get(QUESTION).text + tom)]
    assert sum(counts) == 6
    assert all(counts)
    (desk.root / "gradebook" / "tas.csv").write_text("user,section\ntom,A\n", encoding="utf-8")
    assert ida.post(f"{QUESTION}/shares", data=form | {"do": "take back"}).status_code == 303
    assert "0 of 3 answers graded" in desk.visit("tom").get(QUESTION).text
    assert "0 of 6 answers graded" in desk.visit("tom").get(f"{QUESTION}?share=all").text


def test_the_class_is_told_live(desk: Desk) -> None:
    """The events say how many are how far, at once and when that changes; who has a section is told of that."""
    ida = desk.visit("ida")
    told: list[dict[str, Any]] = []
    with ida.stream("GET", "/staff/lessons/lesson09/events", timeout=20) as events:
        for line in events.iter_lines():
            if line.startswith("data:"):
                told.append(json.loads(line.removeprefix("data:")))
                if len(told) == 2:
                    break
                desk.score_elsewhere("bitdiddle", 1.0, "*")
    first, second = told
    assert (first["handed_in"], first["all"], first["person"]) == (7, 8, 6)
    assert (second["person"], second["graded"]) == (first["person"] - 1, first["graded"] + 1)
    assert '/ <span data-say="all">3</span>' in desk.visit("tim").get("/staff/lessons/lesson09").text


def hostile(desk: Desk) -> str:
    """Let an answer hold what could be alive; return its group."""
    path = desk.root / "gradebook" / "autograded" / "bitdiddle" / "lesson09" / "hidden_layers.ipynb"
    document: Any = json.loads(path.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain_identity":
            cell["source"] = (
                "<script>window.__hit = 1</script><img src=x onerror='window.__hit = 2'><b>kept</b> $x^2$\n\n"
                "[link](javascript:window.__hit=3) <form action='/leave' method='post'><button>go</button></form>"
            )
    path.write_text(json.dumps(document), encoding="utf-8")
    return desk.group("bitdiddle")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    with open_browser(tmp_path) as browser:
        yield browser


@pytest.mark.long
def test_by_keys_alone_in_a_real_browser(desk: Desk, browser: webdriver.Chrome) -> None:
    """j and k move, digits choose items, the sum is shown, g saves; no answer is alive, and axe-core finds nothing."""
    ida = desk.visit("ida")
    set_rubric(ida, (WORKS, "2", "Right."), (LACKS, "1", ""))
    group = hostile(desk)
    look_as(browser, 1000)
    browser.get(f"{desk.url}/enter/{desk.tokens['ida']}")
    browser.find_element(By.CSS_SELECTOR, "main form button:not(.quiet)").click()
    wait_for(browser, "location.pathname === '/'")
    browser.get(f"{desk.url}{QUESTION}?share=all")
    assert find_violations(browser) == []
    browser.get(f"{desk.url}{QUESTION}/group/{group}?share=all")
    assert browser.execute_script("return window.__hit") is None
    assert browser.find_elements(By.CSS_SELECTOR, "#answer form, #answer script, #answer img, #answer a[href]") == []
    assert "kept" in browser.find_element(By.ID, "answer").text
    assert find_violations(browser) == []

    def press(keys: str) -> None:
        browser.find_element(By.TAG_NAME, "body").send_keys(keys)

    press("12")
    assert browser.find_element(By.CSS_SELECTOR, "[data-total]").text == "3"
    press("2")
    assert browser.find_element(By.CSS_SELECTOR, "[data-total]").text == "2"
    press("c")
    browser.switch_to.active_element.send_keys("1 jk g" + Keys.ESCAPE)
    press("g")
    wait_for(browser, f"!location.pathname.includes('{group}') && document.readyState === 'complete'")
    assert desk.rows()["bitdiddle"] == (2.0, False, "Right.\n1 jk g")
    place = browser.current_url
    press("j" if browser.find_elements(By.CSS_SELECTOR, "a[rel=next]") else "k")
    wait_for(browser, f"location.href !== {place!r} && document.readyState === 'complete'")
    for width in (390, 1000):
        look_as(browser, width)
        for path in (QUESTION, f"{QUESTION}/group/{group}", f"{QUESTION}/rubric", "/staff/marking/lesson09"):
            browser.get(f"{desk.url}{path}")
            assert find_violations(browser) == [], path
            assert browser.execute_script("return document.documentElement.scrollWidth") <= width, path
