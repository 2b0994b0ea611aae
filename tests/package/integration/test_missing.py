"""A package that is not installed is our fault, and is said; it never becomes a class's silent zero."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from marks import mark
from nbformat import v4

from autograder.cli import main
from autograder.course import Course
from autograder.records import read_grade, record_path

REPOSITORY = Path(__file__).resolve().parents[3]
ANSWER = "def total(values):\n    ### BEGIN SOLUTION\n    return sum(values)\n    ### END SOLUTION"
MODULE = "no_such_module_here"


def write_notebook(path: Path, given: str, answer: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    test = mark(v4.new_code_cell("assert total([1, 2]) == 3"), "test_total", 2)
    cells = [v4.new_code_cell(given), mark(v4.new_code_cell(answer), "total"), test]
    nbformat.write(v4.new_notebook(cells=cells), path)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_bytes((REPOSITORY / "nbgrader_config.py").read_bytes())
    return Course(tmp_path)


def grade(course: Course, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = main(["grade", "week1", "--root", str(course.root), "--workers", "1"])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_what_the_lesson_needs_and_is_not_here_is_ungraded(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said on stderr, the run ends with 3, and nobody has a zero."""
    given, answer = f"import math\nimport {MODULE} as pd", "def total(values):\n    return sum(values)"
    write_notebook(course.root / "solutions/week1/sums.ipynb", given, ANSWER)
    write_notebook(course.submitted / "ann/week1/sums.ipynb", given, answer)
    status, out, err = grade(course, capsys)
    assert status == 3
    assert f"UNGRADED (our fault, no points lost): ann/sums.ipynb: {MODULE}: imported by the lesson" in err
    assert "?" in out
    record = read_grade(record_path(course, "week1", "ann"))
    assert record is not None
    assert [cell.score for cell in record.notebooks[0].cells.values()] == [None]


def test_what_only_the_graders_machine_has_is_ungraded_too(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module that is found here, by PYTHONPATH, say, and not in the jail: no class gets a silent zero for it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/only_on_this_machine.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "site")
    given, answer = "import only_on_this_machine", "def total(values):\n    return sum(values)"
    write_notebook(course.root / "solutions/week1/sums.ipynb", given, ANSWER)
    write_notebook(course.submitted / "ann/week1/sums.ipynb", given, answer)
    status, _, err = grade(course, capsys)
    assert status == 3
    assert "only_on_this_machine: imported by the lesson, and not there where notebooks run" in err
    assert main(["release", "week1", "--check", "--root", str(course.root)]) == 1
    assert f"install it into {sys.prefix}" in capsys.readouterr().err


def test_errors_of_later_cells_name_the_failed_import_and_never_what_a_hidden_test_says(course: Course) -> None:
    """A cell that lacks a name says which import failed; what the test cells raised explains nothing to anybody."""
    source, handed_in = course.root / "solutions/week1/sums.ipynb", course.submitted / "ann/week1/sums.ipynb"
    write_notebook(source, "import math", ANSWER)
    hidden = "### BEGIN HIDDEN TESTS\nassert total([1]) == 1, 'hidden words'\nsecret = 1\n### END HIDDEN TESTS"
    document = nbformat.read(source, as_version=4)
    document.cells[2].source = f"{document.cells[2].source}\n{hidden}"
    nbformat.write(document, source)
    answer = f"def total(values):\n    return 3\nfrom {MODULE} import (\n    one,\n    two,\n)"
    write_notebook(handed_in, "import math", answer)
    document = nbformat.read(handed_in, as_version=4)
    document.cells += [v4.new_code_cell("pair = two"), v4.new_code_cell("pair"), v4.new_code_cell("secret")]
    nbformat.write(document, handed_in)
    assert main(["grade", "week1", "--root", str(course.root), "--workers", "1"]) == 0
    record = read_grade(record_path(course, "week1", "ann"))
    assert record is not None
    errors = record.notebooks[0].cell_errors
    assert all(f"No module named '{MODULE}'" in errors[index] for index in ("1", "3", "4"))
    assert "pair" in errors["4"]
    assert errors["5"] == "NameError: name 'secret' is not defined"


def test_what_a_student_imports_and_is_not_here_is_named_and_graded_anew_once_it_is(
    course: Course, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The failed import is named where a name is missing for it, and the TA reads how many it hit."""
    write_notebook(course.root / "solutions/week1/sums.ipynb", "import math", ANSWER)
    answer = f"import {MODULE} as pd\nimport numpy as np\ndef total(values):\n    return np.sum(values)"
    for student in ("ann", "bea"):
        write_notebook(course.submitted / student / "week1/sums.ipynb", "import math", answer)
    status, _, err = grade(course, capsys)
    assert status == 0, err
    assert (
        f"warning: {MODULE} is not there where notebooks run, and cells that import it failed (2 students: ann, bea)"
        in err
    )
    record = read_grade(record_path(course, "week1", "ann"))
    assert record is not None
    assert record.notebooks[0].versions[MODULE] == "missing"
    (outcome,) = record.notebooks[0].outcomes
    assert f"No module named '{MODULE}'" in outcome.message
    assert "0 graded now" in grade(course, capsys)[1], "nothing has changed"

    installed = tmp_path / "site" / f"{MODULE}-1.5.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {MODULE}\nVersion: 1.5\n")
    command = [sys.executable, "-m", "autograder", "grade", "week1", "--root", str(course.root), "--explain"]
    environment = {**os.environ, "PYTHONPATH": f"{installed.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert f"ann/sums: {MODULE} missing -> 1.5" in done.stdout
