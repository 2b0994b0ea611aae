"""A lesson is proved before it is released: what nbgrader says of it, what would leak, what its own answers get."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from marks import mark
from nbformat import v4

from autograder.cli import main
from autograder.course import Course, load_lesson
from autograder.gradebook import open_book
from autograder.records import Grade

REPOSITORY = Path(__file__).resolve().parents[3]
ANSWER = "def f(x):\n    ### BEGIN SOLUTION\n    return x + 1\n    ### END SOLUTION"
LONG = "def f(x):\n    ### BEGIN SOLUTION\n    result = math.fsum([x, math.cos(0)])\n    return result\n    ### END SOLUTION"


def make_course(
    root: Path,
    answer: str = ANSWER,
    given: str = "import math",
    test: str = "import pytest\nassert f(1) == 2",
    *,
    more: Sequence[str] = (),
    name: str = "f",
    version: int = 3,
) -> Path:
    """Write a course with one lesson of one notebook, or write the notebook anew. `more` are further answers."""
    folder = root / "solutions" / "week1"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    cells = [mark(v4.new_code_cell(answer), name, 0, version), mark(v4.new_code_cell(test), "test_f", 2, version)]
    cells += [mark(v4.new_code_cell(source), f"more_{number}", 0, version) for number, source in enumerate(more)]
    document = v4.new_notebook(cells=[v4.new_code_cell(given), *cells])
    nbformat.write(document, folder / "loops.ipynb")
    return root


def release(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Return the exit code, and all that was printed."""
    status = main(["release", "week1", "--root", str(root), *options])
    said = capsys.readouterr()
    return status, said.out + said.err


def is_released(root: Path) -> bool:
    return (root / "assignments" / "week1" / "loops.ipynb").exists()


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (
            {"given": "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"},
            "Solution region detected in a non-solution cell; please make sure all solution regions are within solution"
            " cells. Cell contents are: \n    ### BEGIN SOLUTION\n    x = 1",
            "mark this one as one",
        ),
        ({"answer": "### BEGIN SOLUTION\nx = 1"}, "No end solution statement found", "write the line that ends"),
        ({"version": 1}, "use an old version", "nbgrader update solutions/week1"),
    ],
)
def test_what_nbgrader_says_is_whole_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], message: str, hint: str
) -> None:
    """Neither its last line alone nor a traceback."""
    status, said = release(make_course(tmp_path, **change), capsys)
    assert status == 1
    assert message in said
    assert hint in said
    assert "Traceback" not in said
    assert "Please see" not in said
    assert not is_released(tmp_path)


def test_a_cell_that_is_renamed_after_grading_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows of students would hang in the air."""
    assert release(make_course(tmp_path), capsys)[0] == 0
    course = Course(tmp_path)
    with open_book(course) as book:
        book.write(load_lesson(course, "week1"), [Grade("ann", "week1", "", (), ())])
    status, said = release(make_course(tmp_path, name="g"), capsys)
    assert status == 1
    assert "there are submissions associated" in said
    assert "give them back their old names" in said


def test_a_line_that_is_given_anyway_is_no_leak_and_one_in_a_test_can_be_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a suite a visible test may import pytest, too. What was allowed is printed."""
    line = "result = math.fsum([x, math.cos(0)])"
    given = f"import math\ndef example(x):\n    {line}\n    return result"
    assert release(make_course(tmp_path, LONG, given), capsys)[0] == 0
    root = make_course(tmp_path, LONG, test=f"x = 1\n{line}\nassert f(x) == result")
    status, said = release(root, capsys)
    assert status == 1
    assert f"a line of the answer of f would be published: {line}" in said
    assert "--allow f" in said
    status, said = release(root, capsys, "--allow", "f")
    assert status == 0
    assert f"allowed: {root}/solutions/week1/loops.ipynb: a line of the answer of f" in said


def test_a_line_that_another_answer_is_given_is_no_leak(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands outside its marks, students see; what they are to write into it is still none of theirs."""
    line = "result = math.fsum([x, math.cos(0)])"
    other = f"def g(x):\n    {line}\n    ### BEGIN SOLUTION\n    return 2 * result\n    ### END SOLUTION"
    root = make_course(tmp_path, LONG, more=(other,))
    status, said = release(root, capsys)
    assert status == 0, said
    assert line in (root / "assignments" / "week1" / "loops.ipynb").read_text(encoding="utf-8")
    own = LONG.replace("    ###", f"    {line}\n    ###", 1)
    secret = f"def g(x):\n    ### BEGIN SOLUTION\n    {line}\n    return result\n    ### END SOLUTION"
    shown = f"x = 1\n{line}\nassert f(x) == result"
    for answer, more, test in ((own, "", "assert f(1) == 2"), (LONG, secret, shown), (LONG, f"# g\n{line}", shown)):
        status, said = release(make_course(tmp_path, answer, test=test, more=(more,) if more else ()), capsys)
        assert status == 1, more
        assert f"a line of the answer of f would be published: {line}" in said


def test_the_reference_must_get_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else the cell, its error, and what to do."""
    root = make_course(tmp_path, test="assert f(1) == 3, 'f(1) must be 3'")
    status, said = release(root, capsys)
    assert status == 1
    assert "loops: the reference gets 0 of 2 points in test_f" in said
    assert "f(1) must be 3" in said
    assert "hint: mend the answer above it, or the test" in said
    assert not is_released(root)
    root = make_course(root, given="import math\nraise ValueError('no such file')")
    status, said = release(root, capsys)
    assert status == 1
    assert "cell 0 raises in the reference: ValueError: no such file" in said


def test_the_untouched_release_gets_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A test that passes on a stub is found; one that is meant to can be allowed by its name."""
    root = make_course(tmp_path, test="assert callable(f)")
    status, said = release(root, capsys)
    assert status == 1
    assert "loops: the untouched release gets 2 of 2 points in test_f" in said
    assert not is_released(root)
    status, said = release(root, capsys, "--allow", "test_f")
    assert status == 0
    assert "allowed: loops: the untouched release gets 2 of 2 points in test_f" in said
    assert is_released(root)


SUITE = '''"""Grades loops.ipynb."""
import pytest

from autograder.suite import expect_number


@pytest.fixture
def two(student):
    return student.call("f", 1)


@pytest.mark.cell("test_f")
def test_one(two):
    """f adds one. / f 加一。"""
    expect_number(two, 2)
'''


def test_no_test_of_a_suite_may_break_on_a_stub(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everyone who did not answer would stay without a grade: the cell, the test and what broke are named."""
    root = make_course(tmp_path, test="assert f(1) == 2")
    suite = root / "tests" / "week1" / "test_loops.py"
    suite.parent.mkdir(parents=True)
    suite.write_text(SUITE, encoding="utf-8")
    status, said = release(root, capsys, "--check")
    assert status == 1
    assert "loops: the untouched release leaves test_f UNGRADED: test_one: setup: StudentRaised: " in said
    assert "hint: mend that test: it raised where it must judge" in said
    assert "the reference leaves" not in said
    suite.write_text(SUITE.replace("(two)", "(student)").replace("(two,", '(student.call("f", 1),'), encoding="utf-8")
    assert release(root, capsys, "--check")[0] == 0


def test_what_is_handed_out_needs_no_repair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that the configuration puts below a written answer would be taken for the answer of everyone."""
    root = make_course(tmp_path)
    path = root / "solutions" / "week1" / "loops.ipynb"
    document = nbformat.read(path, as_version=4)
    document.cells.append(mark(v4.new_markdown_cell("Because."), "why"))
    document.cells[-1].metadata["nbgrader"] |= {"grade": True, "points": 3}
    nbformat.write(document, path)
    assert release(root, capsys, "--check")[0] == 0
    nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell("Good luck!")]), root / "footer.ipynb")
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc.IncludeHeaderFooter.footer = "footer.ipynb"\n')
    status, said = release(root, capsys, "--check")
    assert status == 1
    assert "loops: the untouched release is repaired: cell why: its answer stood below it" in said
    assert "hint: see what nbgrader_config.py adds to notebooks or changes in them" in said


def test_what_it_imports_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each module is named at once, beside magics and in branches too, with what to do."""
    given = "%matplotlib inline\nimport math, no_such_module\nif math:\n    from other_missing.part import x"
    status, said = release(make_course(tmp_path, given=given), capsys)
    assert status == 1
    for name in ("no_such_module", "other_missing"):
        assert f"{name} is imported, and is not there where notebooks run" in said
    assert "-m pip install no_such_module" in said
    assert "math is imported" not in said
    given = "%matplotlib inline\ntry:\n    import other_missing\nexcept ImportError:\n    other_missing = None"
    assert release(make_course(tmp_path, given=given), capsys)[0] == 0


def test_a_check_alone_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how near the lesson comes to its limits."""
    status, said = release(make_course(tmp_path), capsys, "--check")
    assert status == 0
    assert "loops: the reference gets 2 of 2 automatic points and takes 0." in said
    assert "loops: the untouched release gets 0 of 2 automatic points and takes 0." in said
    assert "of 60 s" in said
    assert "of 1536 MiB of memory" in said
    assert not is_released(tmp_path)
