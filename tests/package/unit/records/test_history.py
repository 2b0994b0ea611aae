"""The history of scores: only what changed, and who changed it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from autograder.course import CellKey, Course
from autograder.records import CellGrade, Change, Grade, NotebookGrade, append_history, find_changes, read_history
from autograder.suite import Outcome, Verdict


def grade(score: float | None, verdict: Verdict, why: float | None = None) -> Grade:
    cells = {"test_f": CellGrade(2, score), "why": CellGrade(3, why, True)}
    outcome = Outcome("test_a", "test_f", 1.0, "a", False, verdict)
    return Grade("s", "l", "", (NotebookGrade("nb", "", "nb.ipynb", "", "jail", cells, (outcome,), suite="abc"),))


def test_a_changed_score_is_told_with_the_tests_that_changed_it() -> None:
    """Scores that a person decides are not ours to tell, and a first record changes nothing."""
    old, new = grade(2, Verdict.PASSED, 1), grade(None, Verdict.UNGRADED, 3)
    assert find_changes(None, new) == []
    assert find_changes(old, old) == []
    change = Change("s", "nb", "test_f", 2, None, ("test_a: PASSED -> UNGRADED",), "abc", is_same_file=True)
    assert find_changes(old, new) == [change]
    other = msgspec.structs.replace(new.notebooks[0], digest="another file")
    assert not find_changes(old, msgspec.structs.replace(new, notebooks=(other,)))[0].is_same_file
    assert find_changes(old, new)[0].key == CellKey("nb", "test_f")


def test_a_notebook_that_is_gone_takes_its_scores_along() -> None:
    """It is told as a change to no score."""
    gone = find_changes(grade(2, Verdict.PASSED), Grade("s", "l", "", ()))
    assert [(change.before, change.after, change.suite) for change in gone] == [(2, None, "")]


def test_lines_are_added_and_read_with_who_and_when(tmp_path: Path) -> None:
    """Nothing is written for no change; a line is the change and its circumstances."""
    course = Course(tmp_path)
    append_history(course, "l", [])
    assert read_history(course, "l") == []
    assert not (tmp_path / "gradebook").exists()
    change = Change("张三", "nb", "test_f", 1.0, 2.0)
    append_history(course, "l", [change])
    append_history(course, "l", [change])
    lines = read_history(course, "l")
    assert len(lines) == 2
    assert all(line.who and line.when.endswith("+00:00") for line in lines)
    assert all(msgspec.structs.asdict(line).items() >= msgspec.structs.asdict(change).items() for line in lines)
