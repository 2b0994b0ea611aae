"""A page says which answer is the cause: with a link, what it costs, and nothing where the cell's own code is."""

from __future__ import annotations

from autograder.feedback.causes import explain_cause
from autograder.records import Cause, CauseKind, OtherCell, Relation

ANCHORS = {"one": "loops-test_one"}
ONE, TWO = OtherCell("one", "ONE"), OtherCell("two", "<TWO>", Relation.BELOW)


def test_a_right_answer_is_praised_and_its_cost_told() -> None:
    note = explain_cause(Cause(CauseKind.CALLED, "ALL", (ONE,)), ANCHORS, 1.5, 6.0)
    assert note is not None
    assert 'Your ALL is right: it calls <a href="#loops-test_one">ONE</a>, which is not.' in note.sentence
    assert '你的 ALL 是对的：它调用了 <a href="#loops-test_one">ONE</a>' in note.sentence
    assert "1.5 of 6 points" in note.cost
    assert "失去 1.5 分" in note.cost
    assert "这些测试检查的是最终结果，而结果受 ONE 影响。" in note.cost


def test_several_causes_and_names_from_outside_are_told() -> None:
    """What is no name of ours stays text; without a place on the page there is no link."""
    note = explain_cause(Cause(CauseKind.ALIKE, "ALL", (TWO, ONE)), ANCHORS, 0.0, 6.0)
    assert note is not None
    assert "Your ALL seems right: it rests on &lt;TWO&gt; and <a" in note.sentence
    assert "which are not" in note.sentence
    assert note.cost == ""


def test_a_possible_cause_is_no_praise() -> None:
    note = explain_cause(Cause(CauseKind.POSSIBLE, "ALL", (ONE,)), ANCHORS, 1.5, 6.0)
    assert note is not None
    assert "is right:" not in note.sentence
    assert "is not right yet" in note.sentence
    assert note.cost == ""
    changes = OtherCell("one", "ONE", Relation.CHANGES)
    note = explain_cause(Cause(CauseKind.POSSIBLE, "ALL", (changes,)), ANCHORS, 1.5, 6.0)
    assert note is not None
    assert "also changes names that ALL needs" in note.sentence


def test_a_cause_of_its_own_or_unknown_is_not_told() -> None:
    """Then the page says what it says of every mistake."""
    causes = (None, Cause(CauseKind.OWN, "ALL"), Cause(CauseKind.POSSIBLE, "ALL"))
    assert [explain_cause(cause, ANCHORS, 1.0, 6.0) for cause in causes] == [None, None, None]
