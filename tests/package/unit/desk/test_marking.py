"""Grading by hand: what a rubric counts, how work is shared, and who comes to its pages. No score is written here."""

from __future__ import annotations

import re

import httpx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from visiting import Desk, form_token

from autograder.course import CellKey
from autograder.desk.database import Database
from autograder.desk.marking import find_changes, make_seen
from autograder.desk.marking_rubric import MOST_ITEMS, ItemRow, Rubric, RubricItem, read_items
from autograder.desk.marking_shares import deal_groups
from autograder.desk.marking_stages import Stage, count_stages
from autograder.desk.marking_store import Mark, MarkStore, Question
from autograder.desk.web import marking, marking_live, marking_rubric, marking_work
from autograder.errors import AutograderError
from autograder.gradebook import HandGrade
from autograder.records import autograded_path

QUESTION = Question("week1", CellKey("gates", "b"), 4.0)
ITEMS = (RubricItem("a", "right", 2.0, "Right."), RubricItem("b", "proof", 3.0), RubricItem("c", "late", -0.5))
PATH = "/staff/marking/week1/gates/b"


@pytest.mark.parametrize(
    ("is_from_full", "chosen", "score"),
    [
        (False, "", 0.0),
        (False, "a", 2.0),
        (False, "ac", 1.5),
        (False, "c", 0.0),
        (False, "abc", 4.0),
        (True, "", 4.0),
        (True, "c", 3.5),
        (True, "a", 4.0),
        (False, "ax", 2.0),
    ],
)
def test_items_add_up_within_the_questions_points(is_from_full: bool, chosen: str, score: float) -> None:
    """From 0 or from the full score, never below 0 nor above the points; an item that is gone counts for nothing."""
    rubric = Rubric(ITEMS, is_from_full)
    assert rubric.count(chosen, 4.0) == score
    assert rubric.choose(chosen) == tuple(one for one in "abc" if one in chosen)


def test_a_student_reads_what_the_items_say_and_ones_own_words() -> None:
    """The comment of an item, its text where it has none, in the rubric's order; then the words."""
    assert Rubric(ITEMS).say(("b", "a"), "Well done.") == "Right.\nproof\nWell done."
    assert Rubric(ITEMS).say((), "") == ""


def test_what_is_no_item_is_refused() -> None:
    """Empty rows are none; a minus of any kind and a comma are read; a known item keeps its id, a made-up one does not."""
    items = read_items(
        [ItemRow("a", "right", "1,5", ""), ItemRow("", " ", "", ""), ItemRow("zz", "off", "−2", "x")], {"a"}
    )
    assert [(item.text, item.points) for item in items] == [("right", 1.5), ("off", -2.0)]
    assert items[0].id == "a"
    assert items[1].id not in ("", "zz")
    for row in (
        ItemRow("", "", "1", ""),
        ItemRow("", "x" * 151, "1", ""),
        ItemRow("", "x", "1", "y" * 501),
        ItemRow("", "x", "nan", ""),
        ItemRow("", "x", "1e9", ""),
        ItemRow("", "x", "two", ""),
    ):
        with pytest.raises(AutograderError):
            read_items([row], ())
    with pytest.raises(AutograderError, match="at most"):
        read_items([ItemRow("", "x", "1", "")] * (MOST_ITEMS + 1), ())
    with pytest.raises(AutograderError, match="twice"):
        read_items([ItemRow("a", "x", "1", "")] * 2, {"a"})


def test_what_was_seen_has_another_name_as_soon_as_anything_changes() -> None:
    """A score, a comment, a mark for review; not the order of students."""
    grades = {"ann": HandGrade(1.0, "a"), "bob": HandGrade()}
    seen = make_seen(grades, ("ann", "bob"))
    assert make_seen(grades, ("bob", "ann")) == seen
    others = [HandGrade(2.0, "a"), HandGrade(1.0, "b"), HandGrade(1.0, "a", is_to_review=True), HandGrade()]
    assert len({seen, *(make_seen(grades | {"ann": other}, ("ann", "bob")) for other in others)}) == 5


def test_a_changed_rubric_reaches_only_marks_that_hold(database: Database) -> None:
    """Scores entered otherwise since, and scores to review, stay; what is there already, after a crash, is taken as it is."""
    store = MarkStore(database)
    marks = {name: Mark(("a",), None, "", 2.0, "Right.") for name in ("ann", "bob", "cy", "dee")}
    store.keep(QUESTION, marks | {"eve": Mark(("a",), 3.0, "", 3.0, "Right.")}, Rubric(ITEMS, version=1))
    grades = {
        "ann": HandGrade(2.0, "Right."),
        "bob": HandGrade(1.0, "Right."),
        "cy": HandGrade(2.0, "Right.", is_to_review=True),
        "dee": HandGrade(2.5, "Good."),
        "eve": HandGrade(3.0, "Right."),
    }
    new = Rubric((RubricItem("a", "right", 2.5, "Good."), *ITEMS[1:]), version=1)
    changes = find_changes(store, QUESTION, new, grades)
    assert changes.after == {"ann": HandGrade(2.5, "Good."), "eve": HandGrade(3.0, "Good.")}
    assert changes.left == ("bob", "cy")
    assert changes.marks["dee"] == Mark(("a",), None, "", 2.5, "Good.")
    assert changes.count_scores() == {(2.0, 2.5): 1, (3.0, 3.0): 1}
    assert store.rubric(QUESTION) == Rubric(ITEMS, version=1)


def test_like_answers_are_dealt_to_one_person_and_all_have_as_many_to_read() -> None:
    """Groups go to whoever has the fewest; nobody gets what he may not see; what is somebody's stays his."""
    groups = [("a1", "a2"), ("b1",), ("a3",), ("b2",), ("a4", "b3")]

    def may_see(grader: str, student: str) -> bool:
        return grader == "all" or student.startswith(grader)

    dealt = deal_groups(groups, ["a", "all", "b"], {"a3": "a"}, may_see)
    assert dealt == {"a1": "all", "a2": "all", "b1": "b", "b2": "all", "a4": "all", "b3": "all"}
    parted = deal_groups([("a1", "b1")], ["a", "b"], {}, may_see)
    assert parted == {"a1": "a", "b1": "b"}
    assert deal_groups([("c",)], ["a"], {}, may_see) == {}
    even = deal_groups([(str(number),) for number in range(9)], ["x", "y", "z"], {}, lambda *_: True)
    assert sorted([*even.values()]) == ["x"] * 3 + ["y"] * 3 + ["z"] * 3


def test_stages_are_counted_for_those_whom_one_sees() -> None:
    """Who handed in nothing is counted too."""
    counts = count_stages({"ann": Stage.GRADED, "bob": Stage.PERSON, "cy": Stage.UNGRADED}, {"ann", "bob", "dee"})
    assert (counts["graded"], counts["person"], counts["ungraded"], counts["nothing"]) == (1, 1, 0, 1)
    assert (counts["handed_in"], counts["all"]) == (2, 3)


# --- who comes to its pages ---


@pytest.fixture(scope="module")
def groups(desk: Desk) -> dict[str, str]:
    """Ann and Bob have answers; return the ids of their groups."""
    marks = {"solution": True, "locked": False, "task": False, "schema_version": 3, "grade": True, "points": 2.0}
    for student in ("ann", "bob"):
        path = autograded_path(desk.course, "week1", student, "gates")
        (desk.course.submitted / student / "week1").mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        source = f"'</pre><script>steal()</script>'  # answer {'one' if student == 'ann' else 'other'}"
        cell = new_code_cell(source, metadata={"nbgrader": {"grade_id": "b", **marks}})
        path.write_text(str(nbformat.writes(new_notebook(cells=[cell]))), encoding="utf-8")
        (desk.course.submitted / student / "week1" / "gates.ipynb").write_bytes(path.read_bytes())
    ids = {who: re.findall(r"/group/(\w+)", desk.visit(who).get(f"{PATH}?each=1").text)[0] for who in ("tim",)}
    ida = set(re.findall(r"/group/(\w+)", desk.visit("ida").get(f"{PATH}?each=1").text))
    [other] = ida - {ids["tim"]}
    return {"ann": ids["tim"], "bob": other}


def routes(groups: dict[str, str], student: str) -> list[tuple[str, str]]:
    """Every route of these modules that is for staff, with its method."""
    values = {"lesson": "week1", "notebook": "gates", "cell": "b", "group": groups[student], "member": 0, "number": 0}
    found = []
    for module in (marking, marking_work, marking_rubric, marking_live):
        for route in module.ROUTES:
            path = re.sub(r"\{(\w+)(?::int)?\}", lambda match: str(values[match[1]]), route.path)
            methods = (route.methods or set()) - {"HEAD"}
            found += [(method, f"{path}?each=1") for method in methods if path.startswith("/staff/")]
    assert len(found) == 10
    return found


def ask(client: httpx.Client, method: str, path: str, **fields: str) -> int:
    if method == "POST":
        return client.post(path, data=fields).status_code
    with client.stream("GET", path, timeout=20) as answer:  # events have no end
        return answer.status_code


def test_every_route_of_grading_as_every_role(desk: Desk, groups: dict[str, str]) -> None:
    """Nobody is asked who he is; for students none is there, whatever they send; a TA has his section's answers alone."""
    clients = {person: desk.visit(person) for person in ("ann", "bob", "tim", "ida", "")}
    tokens = {person: form_token(client) for person, client in clients.items() if person}
    for student in ("ann", "bob"):
        for method, path in routes(groups, student):
            assert ask(clients[""], method, path) == 401, path
            for person in ("ann", "bob"):
                sent = {"csrf": tokens[person], "typed": "1", "text": "x", "do": "deal"}
                assert ask(clients[person], method, path, **sent) == 404, path
            for person, other in (("tim", "ida"), ("ida", "tim")):
                client = clients[person]
                if method == "POST":
                    assert ask(client, method, path, csrf="0" * 64) == 403, path
                    assert ask(client, method, path, csrf=tokens[other]) == 403, path
                else:
                    sees = "/group/" not in path or student == "ann" or person == "ida"
                    has = "/pictures/" not in path
                    assert ask(client, method, path) == (200 if sees and has else 404), (person, path)


@pytest.mark.parametrize(
    "part", ["secret/gates/b", "week1/gates/a", "week1/gates/nothing", "week1/%2e%2e/b", "WEEK1/gates/b"]
)
def test_a_question_that_nobody_grades_by_hand_is_not_there(desk: Desk, part: str) -> None:
    """Nor one of a lesson that was not handed out, nor its rubric."""
    ida = desk.visit("ida")
    assert ida.get(f"/staff/marking/{part}").status_code == 404
    assert ida.get(f"/staff/marking/{part}/rubric").status_code == 404


def test_pages_of_grading_name_nobody_and_run_nothing(desk: Desk, groups: dict[str, str]) -> None:
    """No id, name or markup of a student is in them; no script or style is in the text."""
    ida = desk.visit("ida")
    for path in (
        "/staff/marking/week1",
        PATH,
        f"{PATH}?each=1",
        f"{PATH}/group/{groups['bob']}?each=1",
        f"{PATH}/rubric",
    ):
        text = ida.get(path).text
        assert not re.search(r"\bbob\b|\bann\b|Ann Lee|乙", text), path
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", text), path
    assert "&lt;script&gt;" in ida.get(f"{PATH}/group/{groups['bob']}?each=1").text


def test_what_cannot_be_written_keeps_what_was_typed(desk: Desk, groups: dict[str, str]) -> None:
    """nbgrader's database has no row of the answer: said on the page, with score and words still in the form."""
    ida, path = desk.visit("ida"), f"{PATH}/group/{groups['bob']}?each=1"
    page = ida.get(path).text
    fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[-1] for name in ("csrf", "seen", "version")}
    answer = ida.post(path, data=fields | {"typed": "1.5", "words": "<b>mine</b>"})
    assert answer.status_code == 503
    assert 'value="1.5"' in answer.text
    assert "&lt;b&gt;mine&lt;/b&gt;" in answer.text
    assert "没有保存" in answer.text
    assert not re.search(r"\bbob\b", answer.text)


def test_a_rubric_is_kept_and_a_wrong_one_is_said(desk: Desk) -> None:
    """Its rows come back with ids; a stale form changes nothing; markup in it is text."""
    ida = desk.visit("ida")

    def send(version: str, text: str, points: str) -> httpx.Response:
        form = {"csrf": form_token(ida), "version": version, "start": "full", "id": "", "text": text, "points": points}
        return ida.post(
            f"{PATH}/rubric", files=[(name, (None, value)) for name, value in (form | {"comment": ""}).items()]
        )

    assert send("0", "<b>no proof</b>", "many").status_code == 422
    assert send("0", "<b>no proof</b>", "-1").status_code == 303
    assert send("0", "another", "-1").status_code == 409
    page = ida.get(f"{PATH}/rubric").text
    assert "&lt;b&gt;no proof&lt;/b&gt;" in page
    assert "another" not in page
    assert 'name="version" value="1"' in page
