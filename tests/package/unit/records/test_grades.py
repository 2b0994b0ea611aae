"""Points: arithmetic, and never a zero of our making."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from autograder.course import SourceCell, SourceNotebook
from autograder.errors import GradebookError
from autograder.records.grades import CellGrade, Grade, NotebookGrade, grade_cells, read_grade, write_grade
from autograder.submissions import Problem
from autograder.suite import Observation, Outcome, Verdict

CELLS = (
    SourceCell(0, "code", "", "f"),
    SourceCell(1, "code", "", "test_f", points=4, is_grade=True, is_locked=True),
    SourceCell(2, "markdown", "", "why", points=3, is_grade=True, is_solution=True),
)
NOTEBOOK = SourceNotebook("nb", Path("nb.ipynb"), CELLS, None, "")


def outcome(test: str, verdict: str, weight: float = 1.0) -> Outcome:
    return Outcome(test, "test_f", weight, "sentence", False, Verdict(verdict))


def score(*outcomes: Outcome, expected: tuple[str, ...] = ("a", "b", "c")) -> float | None:
    return grade_cells(NOTEBOOK, outcomes, expected, {})["test_f"].score


def test_a_cell_gets_its_share_of_the_weight() -> None:
    """Points x passed weight / total weight, to two decimals."""
    assert score(outcome("a", "PASSED"), outcome("b", "PASSED"), outcome("c", "FAILED")) == 2.67
    assert score(outcome("a", "PASSED", 3), outcome("b", "RAISED", 0.5), outcome("c", "SKIPPED", 0.5)) == 3
    assert score(*(outcome(name, "PASSED") for name in "abc")) == 4
    assert (
        score(
            *(outcome(name, verdict) for name, verdict in zip("abc", ("TIMED_OUT", "CRASHED", "FAILED"), strict=True))
        )
        == 0
    )


def test_a_share_of_a_test_is_a_share_of_its_weight(tmp_path: Path) -> None:
    """It is kept in the record, and a record that has none means all or nothing."""
    partly = structs.replace(outcome("a", "FAILED", 3), share=0.6)
    assert score(partly, outcome("b", "PASSED"), outcome("c", "FAILED")) == 2.24
    book = NotebookGrade("nb", "k", "nb.ipynb", "d", "jail", {}, (partly,))
    write_grade(Grade("ann", "lesson", "", (book,)), tmp_path / "ann.json")
    assert read_grade(tmp_path / "ann.json") == Grade("ann", "lesson", "", (book,))
    text = (tmp_path / "ann.json").read_text(encoding="utf-8")
    (tmp_path / "old.json").write_text(text.replace('"share": 0.6', '"weight": 3.0'), encoding="utf-8")
    old = read_grade(tmp_path / "old.json")
    assert old is not None
    assert old.notebooks[0].outcomes[0].earned == 0.0


@pytest.mark.parametrize(
    "outcomes",
    [
        (outcome("a", "PASSED"), outcome("b", "PASSED"), outcome("c", "UNGRADED")),
        (outcome("a", "PASSED"), outcome("b", "PASSED")),
        (outcome("a", "PASSED"), outcome("b", "PASSED"), outcome("b", "PASSED")),
        (),
    ],
    ids=["ungraded", "missing", "doubled", "none"],
)
def test_our_failure_is_never_a_score(outcomes: tuple[Outcome, ...]) -> None:
    """An UNGRADED, missing or doubled outcome leaves the cell without a score."""
    assert score(*outcomes) is None


def test_a_hand_graded_cell_waits_unless_it_is_empty() -> None:
    """An answer waits for a person; no answer is 0 and needs nobody."""
    grades = grade_cells(NOTEBOOK, (), (), {"why": True})
    assert grades["why"] == CellGrade(3, None, True, True)
    assert grade_cells(NOTEBOOK, (), (), {"why": False})["why"] == CellGrade(3, 0.0, True, False)


def make_grade() -> Grade:
    cells = {"test_f": CellGrade(4, 2.67), "why": CellGrade(3, None, True)}
    lines = {"f": (Observation("f(0)", "int 1", "1"),)}
    notebook = NotebookGrade(
        "nb", "k", "nb.ipynb", "d", "jail", cells, (outcome("a", "PASSED"),), ("r",), behaviours=lines
    )
    return Grade("s", "lesson", "2026-01-01", (notebook,), (Problem("x", "x.ipynb", "gone", "ask"),))


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """What is written is read back equal, and no temporary file stays."""
    path = tmp_path / "a" / "s.json"
    write_grade(make_grade(), path)
    assert read_grade(path) == make_grade()
    assert [item.name for item in path.parent.iterdir()] == ["s.json"]
    assert not make_grade().is_ungraded
    assert make_grade().score == 2.67


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "truncated"),
        ("{", "truncated"),
        ("[]", "Expected `object`"),
        ("{}", "format"),
        ('{"format": 3, "notebooks": [{}], "problems": []}', "notebook` - at"),
    ],
)
def test_a_damaged_record_is_refused_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    """The error names the file and what is wrong in it; the next run makes the record anew."""
    path = tmp_path / "s.json"
    path.write_text(text)
    with pytest.raises(GradebookError, match=rf"s\.json: .*{place}") as caught:
        read_grade(path)
    assert "autograder grade" in caught.value.hint


def test_a_score_that_is_no_number_is_refused_with_its_place(tmp_path: Path) -> None:
    """A record that somebody edited is not believed: a text where a score must be is named with file and place."""
    path = tmp_path / "s.json"
    write_grade(make_grade(), path)
    path.write_text(path.read_text().replace("2.67", '"2.67"'))
    with pytest.raises(GradebookError, match=r"s\.json: .*`\$\.notebooks\[0\]\.cells\[\.\.\.\]\.score`"):
        read_grade(path)


@pytest.mark.parametrize("score", ["-0.5", "4.01", "400"])
def test_a_score_that_no_test_can_give_is_refused(tmp_path: Path, score: str) -> None:
    """Below 0 or beyond the cell's points is what somebody wrote there: file, notebook, cell and points are named."""
    path = tmp_path / "s.json"
    write_grade(make_grade(), path)
    path.write_text(path.read_text().replace("2.67", score))
    with pytest.raises(GradebookError, match=rf"s\.json: this record is damaged: nb/test_f has {score} of 4 points"):
        read_grade(path)


def test_points_that_were_rounded_up_are_no_damage(tmp_path: Path) -> None:
    """A third of a point's third is kept with two decimals; of a former grader's scores nothing is known."""
    [notebook] = make_grade().notebooks
    for cell, key in ((CellGrade(0.335, round(0.335001, 2)), "k"), (CellGrade(2, 3), "")):
        grade = structs.replace(make_grade(), notebooks=(structs.replace(notebook, key=key, cells={"test_f": cell}),))
        write_grade(grade, tmp_path / "s.json")
        assert read_grade(tmp_path / "s.json") == grade


@pytest.mark.parametrize("text", ['{"format": 0}', '{"format": 1, "notebooks": [{}], "problems": []}'])
def test_a_record_of_an_older_form_is_none(tmp_path: Path, text: str) -> None:
    """It is no error: the work is simply done again."""
    path = tmp_path / "s.json"
    path.write_text(text)
    assert read_grade(path) is None
    assert read_grade(tmp_path / "none.json") is None


def test_a_record_that_cannot_be_written_is_an_error_with_the_file(tmp_path: Path) -> None:
    """The message names the path; nothing half-written is left."""
    (tmp_path / "s.json").mkdir()
    with pytest.raises(GradebookError, match=r"s\.json"):
        write_grade(make_grade(), tmp_path / "s.json")
    assert [item.name for item in tmp_path.iterdir()] == ["s.json"]
