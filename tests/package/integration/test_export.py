"""`autograder export`: a real graded class as four kinds of tables, each read back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.cli.main import main
from autograder.text import clean_formula

FULL = {
    "test_sigmoid": "2",
    "test_relu": "2",
    "test_tanh": "2",
    "test_softmax": "3",
    "test_where_used": "3",
    "test_output_for": "3",
    "test_layer": "4",
    "test_xor_network": "6",
    "test_verdict": "4",
    "test_collapse": "5",
    "test_sigmoid_evidence": "4",
    "test_rescue": "4",
}
HIDDEN = {"test_layer", "test_xor_network", "test_verdict", "test_collapse", "test_sigmoid_evidence", "test_rescue"}


@pytest.fixture
def root(graded_class: Path) -> Path:
    """The class with a due date, and everything graded by hand but one answer of bitdiddle."""
    with Gradebook(f"sqlite:///{graded_class}/gradebook/gradebook.db") as book:
        book.update_or_create_assignment("lesson09", duedate="2026-01-05 12:00:00 UTC")
        for submission in book.assignment_submissions("lesson09"):
            for notebook in submission.notebooks:
                for line in notebook.grades:
                    is_open = line.name == "explain_sigmoid" and submission.student.id == "bitdiddle"
                    if line.name.startswith("explain") and submission.student.id != "sample-03" and not is_open:
                        line.manual_score = 2.5
                        line.needs_manual_grade = False
        book.db.commit()
    return graded_class


def export(root: Path, to: str, *options: str, encoding: str = "utf-8") -> list[list[str]]:
    """Run the command; return the rows of its file."""
    assert main(["export", "lesson09", "--to", to, "--root", str(root), *options]) == 3
    path = root / "gradebook" / "exports" / f"lesson09.{to}.csv"
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def expected(student: str) -> dict[str, str]:
    """What each question of a student must show."""
    scores = {**FULL, "explain_identity": "2.5", "explain_sigmoid": "2.5"}
    if student in ("sample-02", "sample-04", "=HYPERLINK(1)"):
        scores["test_relu"] = "0"
    if student == "bitdiddle":
        scores["explain_sigmoid"] = ""
    if student == "sample-03":
        scores |= dict.fromkeys([*HIDDEN, "explain_identity", "explain_sigmoid"], "")
    if student == "sample-99":
        scores = dict.fromkeys(scores, "")
    return scores


def test_the_spreadsheet_holds_every_point_and_says_why_a_cell_is_empty(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Points, totals, late days, flags; what is open is empty, the total with it; a missing and an unknown student stand there."""
    rows = export(root, "csv", encoding="utf-8-sig")
    table = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert list(table) == [
        "'=HYPERLINK(1)", "bitdiddle", "sample-01", "sample-02", "sample-03", "sample-04", "sample-05", "sample-99",
    ]  # fmt: skip
    for shown, line in table.items():
        questions = {name.partition("/")[2].partition(" ")[0]: value for name, value in line.items() if "/" in name}
        assert questions == expected(shown.removeprefix("'")), shown
    total = {name: line["total"] for name, line in table.items()}
    assert total == {
        "'=HYPERLINK(1)": "45",
        "bitdiddle": "",
        "sample-01": "47",
        "sample-02": "45",
        "sample-03": "",
        "sample-04": "45",
        "sample-05": "47",
        "sample-99": "",
    }
    assert table["bitdiddle"]["points_so_far"] == "44.5"
    assert table["sample-03"]["points_so_far"] == "15"
    assert {line["max_points"] for line in table.values()} == {"50"}
    assert [line["late_days"] for line in table.values()] == ["0", "0", "0", "0", "0", "2", "0", ""]
    assert table["sample-04"]["submitted"] == "2026-01-07 10:30:00"
    assert [line["status"] for line in table.values()] == [
        "graded", "incomplete", "graded", "graded", "incomplete", "graded", "graded", "missing",
    ]  # fmt: skip
    assert {name: line["flags"] for name, line in table.items() if line["flags"]} == {
        "bitdiddle": "waits for a person: explain_sigmoid",
        "sample-03": "hidden_layers.ipynb: not handed in",
        "sample-04": "late: 2 days",
        "sample-05": "not in the roster",
        "sample-99": "nothing handed in",
    }
    assert (table["'=HYPERLINK(1)"]["name"], table["'=HYPERLINK(1)"]["email"]) == ("'@SUM(1;'=2)", "'+five@example.edu")
    assert table["'=HYPERLINK(1)"]["section"] == "'-B"
    assert table["sample-03"]["name"] == "'=cmd|' /C calc'!A1"
    assert table["sample-04"]["name"] == "'＝1＋1"
    assert table["sample-01"]["name"] == "示例一"
    printed = capsys.readouterr()
    assert "5 complete, 2 incomplete, 1 missing" in printed.out
    assert "needs a person: 1 student who handed nothing in: sample-99" in printed.err


def test_canvas_finds_the_columns_that_its_importer_looks_for(root: Path) -> None:
    """Student, ID, SIS ids and Section stand first, points possible in their own row, and no text column would become an assignment."""
    rows = export(root, "canvas", "--title", "Lesson 9 (4314282)")
    assert rows[0][:6] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lesson 9 (4314282)"]
    assert rows[0][6] == "Lesson 9 (4314282) hidden_layers/test_layer"
    assert rows[1][:8] == ["    Points Possible", "", "", "", "", "50", "4", "6"]
    assert all("Final Score" in name for name in rows[0][-2:])
    table = {row[2]: row for row in rows[2:]}
    assert table["sample-01"][:6] == ["示例一", "", "sample-01", "sample-01", "A", "47"]
    assert table["bitdiddle"][:6] == ["Bitdiddle, Ben", "", "bitdiddle", "bitdiddle", "A", ""]
    assert table["sample-04"][-2:] == ["2", "late: 2 days"]
    assert table["sample-99"][5:-2] == [""] * 15
    assert table["sample-05"][0] == "sample-05"
    for student, row in table.items():
        questions = {name.rpartition("/")[2]: value for name, value in zip(rows[0], row, strict=True) if "/" in name}
        assert questions == expected(student.removeprefix("'")), student
    few = export(root, "canvas", "--total-only")
    assert [len(row) for row in few] == [8] * 10


def test_moodle_gets_a_dash_for_no_grade_and_nobody_it_does_not_know(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty cell of a new column would be a 0 in Moodle, and one unknown user would stop the import."""
    rows = export(root, "moodle")
    assert rows[0][:4] == ["ID number", "Email address", "Full name", "lesson09"]
    table = {row[0]: row for row in rows[1:]}
    assert "sample-05" not in table
    assert "needs a person: sample-05 (left out" in capsys.readouterr().err
    assert table["sample-01"][:4] == ["sample-01", "one@example.edu", "示例一", "47"]
    assert table["bitdiddle"][3] == "-"
    assert table["sample-99"][3:-2] == ["-"] * 15
    assert table["sample-04"][-2:] == ["2", "late: 2 days"]
    for student, row in table.items():
        questions = {name.rpartition("/")[2]: value for name, value in zip(rows[0], row, strict=True) if "/" in name}
        assert questions == {name: value or "-" for name, value in expected(student.removeprefix("'")).items()}


def test_gradescope_has_its_own_columns(root: Path) -> None:
    """Names in two parts, status, lateness in hours, and "1: name (2.0 pts)" for each question."""
    rows = export(root, "gradescope")
    assert rows[0][:13] == [
        "First Name", "Last Name", "SID", "Email", "Sections", "Total Score", "Max Points", "Status", "Submission ID",
        "Submission Time", "Lateness (H:M:S)", "View Count", "Submission Count",
    ]  # fmt: skip
    table: dict[str, dict[str, Any]] = {row[2]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert [table["bitdiddle"][name] for name in ("First Name", "Last Name", "Status")] == [
        "Ben",
        "Bitdiddle",
        "Ungraded",
    ]
    assert [table["sample-02"][name] for name in ("First Name", "Last Name", "Status")] == ["Sample", "Two", "Graded"]
    assert [table["sample-99"][name] for name in ("Status", "Total Score", "Submission Time")] == ["Missing", "", ""]
    late = table["sample-04"]
    assert late["Lateness (H:M:S)"] == "46:30:00"
    assert late["Submission Time"] == "2026-01-07 10:30:00 +0000"
    assert late["Total Score"] == "45"
    numbered = [name for name in rows[0] if name.endswith("pts)")]
    assert [name.partition(":")[0] for name in numbered] == [str(number) for number in range(1, 15)]
    assert "test_relu (2.0 pts)" in {name.partition(": ")[2] for name in numbered}
    for student, line in table.items():
        questions = {name.split()[1]: line[name] for name in numbered}
        assert questions == expected(student.removeprefix("'")), student


def test_what_our_side_failed_to_grade_is_a_flag_and_no_number(root: Path) -> None:
    """A test that breaks leaves its cell UNGRADED: an empty cell, an empty total, and the flag that says so."""
    suite = root / "tests" / "lesson09" / "test_activations.py"
    suite.write_text(
        suite.read_text()
        + '\n\n@pytest.mark.cell("test_tanh")\ndef test_broken(student):\n    """Broken. / 坏了。"""\n    raise KeyError("ours")\n'
    )
    assert main(["grade", "lesson09", "--root", str(root), "--student", "sample-01"]) == 3
    rows = export(root, "csv", encoding="utf-8-sig")
    line = next(dict(zip(rows[0], row, strict=True)) for row in rows if row[0] == "sample-01")
    assert (line["status"], line["total"], line["points_so_far"]) == ("incomplete", "", "45")
    assert line["flags"] == "UNGRADED: activations/test_tanh"
    assert next(value for name, value in line.items() if "test_tanh" in name) == ""


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("＝1", "'＝1"),
        ("﹢1", "'﹢1"),
        ("\t=1", "' =1"),
        ("\tplain", "' plain"),
        ("\r=1", "' =1"),
        ("  =1", "'  =1"),
        ("\u200b=1", "'\u200b=1"),
        ("a;=1", "a;'=1"),
        ("a\n=1", "a =1"),
        ("Ann-Marie", "Ann-Marie"),
        ("ann@example.edu", "ann@example.edu"),
        ("王小明", "王小明"),
        ("1 + 1 = 2", "1 + 1 = 2"),
        ("", ""),
    ],
)
def test_a_text_that_would_be_a_formula_is_defused(text: str, safe: str) -> None:
    """Every way in which a spreadsheet starts a formula gets a "'" in front; other text stays as it is."""
    assert clean_formula(text) == safe
