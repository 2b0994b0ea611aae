"""What counts as an answer that a person grades, and when two answers are the same."""

from __future__ import annotations

from pathlib import Path

from autograder.course import CellKey, SourceCell, SourceNotebook
from autograder.grading.answers import find_answered, sign_answers
from autograder.records import CellGrade
from autograder.submissions import PastedPicture, RestoredCell, RestoredNotebook

WHY = SourceCell(0, "markdown", "Yes", "why", 3.0, is_grade=True, is_solution=True)
ADD = SourceCell(1, "code", "def add(): return 1", "add", is_solution=True)
TEST = SourceCell(2, "code", "assert add()", "test_add", 1.0, is_grade=True, is_locked=True)
DRAW = SourceCell(3, "markdown", "Draw it.", "draw", 1.0, is_locked=True, is_task=True)
SOURCE = SourceNotebook("n", Path("n.ipynb"), (WHY, ADD, TEST, DRAW), None, "")
STUBS = {CellKey("n", "why"): "YOUR ANSWER HERE"}


def restore(why: str, add: str = "", own: str = "", picture: bytes = b"") -> RestoredNotebook:
    pictures = (PastedPicture("a.png", picture),) if picture else ()
    cells = (
        RestoredCell("markdown", why, WHY, pictures),
        RestoredCell("code", add, ADD),
        RestoredCell("code", TEST.source, TEST),
        RestoredCell("code", own),
    )
    return RestoredNotebook("n", cells)


def sign(restored: RestoredNotebook) -> dict[str, str]:
    grades = {name: CellGrade(1.0, None) for name in ("why", "test_add", "draw")}
    return {name: grade.answer for name, grade in sign_answers(SOURCE, restored, grades).items()}


def test_what_was_handed_out_is_no_answer_and_what_the_reference_says_is_one() -> None:
    """Nothing and the released text are unanswered; "Yes", which the source says too, waits for a person."""
    found = {text: find_answered(SOURCE, restore(text), STUBS)["why"] for text in ("", "YOUR ANSWER HERE\n", "Yes")}
    assert found == {"": False, "YOUR ANSWER HERE\n": False, "Yes": True}


def test_two_answers_are_the_same_but_for_blanks_at_the_ends_of_lines() -> None:
    """Each graded cell has the hash of what it grades: a text with its pictures, a solution, all that is not locked."""
    one = sign(restore("a\nb", "def add(): return 2"))
    assert sign(restore("a  \nb\n\n", "def add(): return 2")) == one
    text = sign(restore("a\nb c", "def add(): return 2"))
    assert (text["why"] != one["why"], text["test_add"] == one["test_add"], text["draw"] != one["draw"]) == (True,) * 3
    code = sign(restore("a\nb", "def add(): return 3"))
    assert (code["why"] == one["why"], code["test_add"] != one["test_add"]) == (True, True)
    assert sign(restore("a\nb", "def add(): return 2", own="x = 1"))["draw"] != one["draw"]
    assert len({sign(restore("a", picture=picture))["why"] for picture in (b"", b"1", b"2")}) == 3
