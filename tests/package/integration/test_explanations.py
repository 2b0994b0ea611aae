"""`autograder explanations`: answers graded by hand, in groups, through nbgrader's own database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.classroom import find_explanations
from autograder.classroom.explanations import CellAnswers, group_answers
from autograder.cli.main import main
from autograder.course import SourceCell, SourceNotebook, find_course
from autograder.records import find_user

STUB = "**问题 / Question?**\n\n在这里写你的回答 / YOUR ANSWER HERE"
CELL = SourceCell(0, "markdown", "", "why", 4.0, is_grade=True, is_solution=True)


def group(texts: dict[str, str], scores: dict[str, float] | None = None) -> CellAnswers:
    """The groups of answers by student."""
    notebook = SourceNotebook("n", Path("n.ipynb"), (CELL,), None, "")
    return group_answers(notebook, CELL, STUB, texts, scores or {})


def students(answers: CellAnswers) -> list[tuple[str, ...]]:
    return [group.students for group in answers.groups]


def explanations(root: Path, *options: str) -> int:
    return main(["explanations", "lesson09", "--root", str(root), *options])


def rows(root: Path) -> dict[str, tuple[float | None, bool, str | None]]:
    """(manual score, waits for a person, comment) of explain_identity by student, from nbgrader's own API."""
    found = {}
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        for submission in book.assignment_submissions("lesson09"):
            line = book.find_grade("explain_identity", "hidden_layers", "lesson09", submission.student.id)
            words = book.find_comment("explain_identity", "hidden_layers", "lesson09", submission.student.id)
            found[submission.student.id] = (line.manual_score, bool(line.needs_manual_grade), words.manual_comment)
    return found


def test_near_identical_answers_are_one_group_in_chinese_and_in_english(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Punctuation and a word more do not part two answers; other thoughts, and the untouched cell, stand apart."""
    assert explanations(graded_class, "--cell", "explain_identity") == 0
    printed = capsys.readouterr().out
    assert "hidden_layers/explain_identity / 4: 6 answers" in printed
    (answers,) = find_explanations(find_course(graded_class), "lesson09", "explain_identity")
    assert students(answers) == [
        ("sample-04", "sample-05"),
        ("sample-01", "sample-02"),
        ("bitdiddle",),
        ("=HYPERLINK(1)",),
    ]
    assert [group.kind for group in answers.groups] == ["answer", "answer", "answer", "unchanged"]
    assert "Question" not in answers.groups[0].text
    assert ": 1 student, as it was handed out" in printed


def find_id(root: Path, *members: str) -> str:
    """The id of the group that these students are in alone."""
    (answers,) = find_explanations(find_course(root), "lesson09", "explain_identity")
    (found,) = [group.id for group in answers.groups if group.students == members]
    return found


def test_a_group_is_graded_at_once_and_a_regrade_keeps_it(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Score and comment go to each of the group through nbgrader's rows, nobody else's change, and grading again keeps them."""
    before, id = rows(graded_class), find_id(graded_class, "sample-01", "sample-02")
    where = ("--cell", "explain_identity", "--group", id)
    assert explanations(graded_class, *where, "--score", "3", "--comment", "缺少反证。 / No contradiction.") == 0
    assert "graded: sample-01, sample-02\n" in capsys.readouterr().out
    after = rows(graded_class)
    for student in ("sample-01", "sample-02"):
        assert after.pop(student) == (3.0, False, "缺少反证。 / No contradiction.")
    assert after == {student: row for student, row in before.items() if student in after}
    assert main(["grade", "lesson09", "--root", str(graded_class), "--force", "--student", "sample-01"]) == 0
    assert rows(graded_class)["sample-01"] == (3.0, False, "缺少反证。 / No contradiction.")
    capsys.readouterr()
    assert explanations(graded_class, "--cell", "explain_identity") == 0
    assert f"{id}: 2 students, 2 graded: 3" in capsys.readouterr().out


def test_a_comment_alone_grades_nobody(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is kept and said to be no more than that; the answers wait for a score as before."""
    where = ("--cell", "explain_identity", "--group", find_id(graded_class, "sample-01", "sample-02"))
    assert explanations(graded_class, *where, "--comment", "only") == 0
    printed = capsys.readouterr().out
    assert "comment kept, no score given: sample-01, sample-02\n" in printed
    assert "graded" not in printed
    assert rows(graded_class)["sample-01"] == (None, True, "only")


def test_what_a_person_graded_is_left_alone_unless_told_otherwise(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of the group has a score: the other gets the new one; with --overwrite both do. The history has them all."""
    with Gradebook(f"sqlite:///{graded_class}/gradebook/gradebook.db") as book:
        line = book.find_grade("explain_identity", "hidden_layers", "lesson09", "sample-02")
        line.manual_score = 1.5
        book.db.commit()
    where = ("--cell", "explain_identity", "--group", find_id(graded_class, "sample-01", "sample-02"))
    assert explanations(graded_class, *where, "--score", "3") == 0
    assert "left alone: sample-02" in capsys.readouterr().out
    assert [rows(graded_class)[name][0] for name in ("sample-01", "sample-02")] == [3.0, 1.5]
    assert explanations(graded_class, *where, "--score", "2", "--overwrite") == 0
    assert [rows(graded_class)[name][0] for name in ("sample-01", "sample-02")] == [2.0, 2.0]
    capsys.readouterr()
    assert main(["history", "lesson09", "--root", str(graded_class)]) == 0
    said = [line.split(": ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    key = "hidden_layers/explain_identity"
    assert said == [
        f"sample-02/{key}: none -> 1.5 by hand",
        f"sample-01/{key}: none -> 3 by hand",
        f"sample-01/{key}: 3 -> 2 by hand",
        f"sample-02/{key}: 1.5 -> 2 by hand",
    ]


def change_answer(root: Path, student: str, text: str) -> None:
    """Let a student hand in another explanation."""
    path = root / "gradebook" / "submitted" / student / "lesson09" / "hidden_layers.ipynb"
    document: Any = json.loads(path.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain_identity":
            cell["source"] = text
    path.write_text(json.dumps(document), encoding="utf-8")


def test_another_answer_after_hand_grading_waits_for_review_everywhere(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The score stays; table, exit code, export, class page and the student's page say so, until a person confirms it."""
    root = ["--root", str(graded_class)]
    cell = ("--cell", "explain_identity")
    id = find_id(graded_class, "sample-01", "sample-02")
    assert explanations(graded_class, *cell, "--group", id, "--score", "3") == 0
    change_answer(graded_class, "sample-01", "Something else altogether.")
    assert main(["grade", "lesson09", *root, "--student", "sample-01"]) == 3
    assert "sample-01/hidden_layers/explain_identity: the score by hand, 3, is kept" in capsys.readouterr().err
    assert rows(graded_class)["sample-01"][:2] == (3.0, True)
    assert main(["regrade", "lesson09", *root, "--student", "sample-01", "--diff"]) == 3
    assert "sample-01/hidden_layers/explain_identity: the score by hand, 3, is kept" in capsys.readouterr().err
    assert main(["export", "lesson09", *root]) == 3
    flag = "scored by hand before its answer or points changed: explain_identity"
    assert f"needs a person: sample-01: {flag}" in capsys.readouterr().err
    assert main(["report", "lesson09", *root]) == 0
    assert flag in (graded_class / "gradebook" / "reports" / "lesson09-class.html").read_text(encoding="utf-8")
    page = graded_class / "gradebook" / "feedback" / "sample-01" / "lesson09" / "lesson09.html"
    assert main(["feedback", "lesson09", *root, "--student", "sample-01"]) == 0
    assert "还会再看一遍" in page.read_text(encoding="utf-8")
    assert explanations(graded_class, *cell, "--group", id, "--score", "3", "--overwrite") == 1
    assert f"explain_identity has no group {id}" in capsys.readouterr().err
    assert explanations(graded_class, *cell, "--group", find_id(graded_class, "sample-01"), "--confirm") == 0
    assert "confirmed: sample-01\n" in capsys.readouterr().out
    assert main(["grade", "lesson09", *root, "--student", "sample-01"]) == 0
    assert rows(graded_class)["sample-01"][:2] == (3.0, False)
    capsys.readouterr()
    assert main(["history", "lesson09", *root, "--student", "sample-01"]) == 0
    assert "3 confirmed by hand" in capsys.readouterr().out.splitlines()[-1]


def test_a_score_in_the_formgrader_is_in_the_history_with_who_entered_it(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A process of nbgrader's that has read the course's configuration notes it at once, and once."""
    program = """
import sys, nbgrader.apps
from traitlets.config import PyFileConfigLoader
from nbgrader.api import Gradebook
config = PyFileConfigLoader("nbgrader_config.py", path=sys.argv[1]).load_config()
with Gradebook(config.CourseDirectory.db_url) as book:
    line = book.find_grade("explain_identity", "hidden_layers", "lesson09", "sample-01")
    line.manual_score, line.needs_manual_grade = 2.5, False
    book.db.commit()
"""
    history = graded_class / "gradebook" / "history" / "lesson09.jsonl"
    subprocess.run([sys.executable, "-c", program, str(graded_class)], check=True, cwd=graded_class)
    (line,) = [json.loads(text) for text in history.read_text().splitlines()]
    assert (line["kind"], line["before"], line["after"], line["points"]) == ("hand", None, 2.5, 4.0)
    assert line["who"]
    assert line["answer"]
    assert main(["history", "lesson09", "--root", str(graded_class)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_work_is_shared_by_section(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the students of a section, or of one's own sections, are listed and graded; nobody's section is refused."""
    roster = graded_class / "gradebook" / "roster.csv"
    roster.write_text("id,name,section\nsample-01,Ann,A\nsample-02,Bob,B\nsample-04,Cy,A\n", encoding="utf-8")
    cell = ("--cell", "explain_identity")
    assert explanations(graded_class, *cell, "--section", "A") == 0
    printed = capsys.readouterr().out
    assert "2 answers" in printed
    assert "sample-02" not in printed
    (answers,) = find_explanations(find_course(graded_class), "lesson09", "explain_identity", ("B",))
    (group,) = answers.groups
    assert explanations(graded_class, *cell, "--group", group.id, "--score", "1") == 1
    capsys.readouterr()
    assert explanations(graded_class, *cell, "--mine") == 1
    assert "tas.csv" in capsys.readouterr().err
    (graded_class / "gradebook" / "tas.csv").write_text(f"user,section\n{find_user()},B\nother,A\n", encoding="utf-8")
    assert explanations(graded_class, *cell, "--mine", "--group", group.id, "--score", "1") == 0
    assert "graded: sample-02\n" in capsys.readouterr().out
    assert main(["groups", "lesson09", "--root", str(graded_class), "--section", "C"]) == 1
    assert "nobody is in section C" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--cell", "explain_identity", "--group", "abcdef", "--score", "4.5"), "4.5 is no score of explain_identity"),
        (("--cell", "explain_identity", "--group", "abcdef", "--score", "-1"), "-1 is no score"),
        (("--cell", "explain_identity", "--group", "abcdef", "--score", "nan"), "nan is no score"),
        (("--cell", "explain_identity", "--group", "abcdef", "--score", "1"), "explain_identity has no group abcdef"),
        (("--cell", "explain_identity", "--score", "1"), "it is not said which answers"),
        (("--cell", "explain_identity", "--group", "abcdef", "--score", "1", "--confirm"), "choose one"),
        (("--cell", "test_relu"), "lesson09 has no hand-graded cell test_relu"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(
    graded_class: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    """A score above the points, below 0 or no number, a group or a cell that is not there: one error line, no row changed."""
    before = rows(graded_class)
    assert explanations(graded_class, *options) == 1
    assert said in capsys.readouterr().err
    assert rows(graded_class) == before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("多层恒等函数叠加起来还是线性的，所以异或是线性可分的。", "多层恒等函数叠加起来还是线性的，所以异或是线性不可分的。"),
        ("The stack of layers can separate the four points of XOR.", "The stack of layers cannot separate the four points of XOR."),
        ("The stack of layers doesn't separate the points.", "The stack of layers does separate the points."),
        ("The output is a linear function of the inputs here.", "The output is a nonlinear function of the inputs here."),
        ("The sum of both hidden units is about 1.04 for every input.", "The sum of both hidden units is about 1.40 for every input."),
        ("异或需要两条直线才能分开四个点。", "异或需要一条直线才能分开四个点。"),
    ],
)  # fmt: skip
def test_a_negation_or_a_number_parts_two_answers_however_alike(one: str, other: str) -> None:
    """Such answers share nearly all of their text and deserve different scores."""
    assert sorted(students(group({"a": one, "b": other, "c": one + "!"}))) == [("a", "c"), ("b",)]


def test_groups_depend_on_the_answers_alone() -> None:
    """The largest comes first, ties are broken by the text, and neither the order of students nor what is graded matters."""
    texts = {
        "a": "Because affine maps compose to an affine map.",
        "b": "because affine maps compose to an affine map",
        "c": "权重太小，所以没有区别。",
        "d": "",
        "e": STUB,
        "f": "Because affine maps compose to one affine map.",
    }
    one = group(texts)
    two = group(dict(reversed(texts.items())), {"a": 3.0})
    assert students(one) == students(two) == [("a", "b", "f"), ("c",), ("e",), ("d",)]
    assert [group.kind for group in one.groups] == ["answer", "answer", "unchanged", "empty"]
    assert two.groups[0].scores == {"a": 3.0}


def test_a_terminal_gets_no_control_characters(graded_class: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a student wrote cannot speak to the terminal."""
    page = graded_class / "gradebook" / "autograded" / "bitdiddle" / "lesson09" / "hidden_layers.ipynb"
    document: Any = json.loads(page.read_text(encoding="utf-8"))
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain_identity":
            cell["source"] = "\x1b[2J\x1b]0;title\x07 [bold]affine[/bold]"
    page.write_text(json.dumps(document), encoding="utf-8")
    assert explanations(graded_class, "--cell", "explain_identity") == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "[bold]affine[/bold]" in printed


def test_the_command_line_starts_without_scikit_learn() -> None:
    """Neither the parser nor the face of the classroom imports it: only who groups answers waits for it."""
    line = "import sys, autograder.cli, autograder.classroom; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
