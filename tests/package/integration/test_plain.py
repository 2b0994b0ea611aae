"""A lesson without a suite is a plain nbgrader assignment: nbgrader's own examples get nbgrader's own scores."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

from autograder.cli.main import main
from autograder.course import Course, load_lesson
from autograder.grading import grade_chunk
from autograder.grading.work import Chunk, Work, suite_digest
from autograder.records import NotebookGrade, read_grade
from autograder.sandbox import Budget, Limits

NBGRADER = Path(nbgrader.__file__).parent
GUIDE = NBGRADER / "docs" / "source" / "user_guide"
NBGRADERS_STUBS = """
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
"""
FIXTURES = NBGRADER / "tests" / "apps" / "files"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty course with our layout."""
    root = tmp_path / "course"
    for folder in ("solutions", "tests", "gradebook/submitted"):
        (root / folder).mkdir(parents=True)
    config = (Path(__file__).resolve().parents[3] / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(config + NBGRADERS_STUBS)
    return root


def hand_in(root: Path, lesson: str, student: str, *files: Path) -> None:
    folder = root / "gradebook" / "submitted" / student / lesson
    folder.mkdir(parents=True)
    for file in files:
        shutil.copy(file, folder)


def write_source(root: Path, lesson: str, *cells: tuple[str, dict[str, Any], str]) -> Path:
    """Write a source notebook `p1` of (type, nbgrader metadata, source) and return its path."""
    document = nbformat.v4.new_notebook()
    for kind, mark, source in cells:
        cell = getattr(nbformat.v4, f"new_{kind}_cell")(source)
        if mark:
            base = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
            cell.metadata["nbgrader"] = {**base, **mark}
        document.cells.append(cell)
    path = root / "solutions" / lesson / "p1.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(document, path)
    return path


def solution(grade_id: str, source: str) -> tuple[str, dict[str, Any], str]:
    return "code", {"grade_id": grade_id, "solution": True}, source


def check(grade_id: str, source: str, points: float = 1) -> tuple[str, dict[str, Any], str]:
    return "code", {"grade_id": grade_id, "grade": True, "locked": True, "points": points}, source


def notebook(root: Path, lesson: str, student: str, name: str = "p1") -> NotebookGrade:
    grade = read_grade(root / "gradebook" / "grades" / lesson / f"{student}.json")
    assert grade is not None
    found = grade.notebook(name)
    assert found is not None
    return found


def scores(root: Path, lesson: str, student: str, name: str = "p1") -> dict[str, float | None]:
    """The scores of our record, which are also those of nbgrader's database."""
    ours = {cell: grade.score for cell, grade in notebook(root, lesson, student, name).cells.items()}
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        rows = book.find_submission_notebook(name, lesson, student).grades
        assert {row.name: row.auto_score for row in rows} == ours
    return ours


def submission(root: Path, lesson: str, student: str) -> tuple[float, float, bool]:
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        row = book.find_submission(lesson, student)
        return row.score, row.max_score, row.needs_manual_grade


def test_the_users_guides_course_gets_the_guides_scores(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """nbgrader's own example: 1.5 and 3 of 13 points, tests and all restored, the rest waits for a person."""
    shutil.copytree(GUIDE / "source" / "ps1", root / "solutions" / "ps1")
    for student in ("bitdiddle", "hacker"):
        hand_in(root, "ps1", student, *(GUIDE / "submitted" / student / "ps1").glob("*"))
    assert main(["grade", "ps1", "--root", str(root)]) == 0
    said = "problem1 has no suite: its own test cells decided, in the student's process"
    assert capsys.readouterr().out.count(said) == 1
    assert submission(root, "ps1", "bitdiddle") == (1.5, 13.0, True)
    assert submission(root, "ps1", "hacker") == (3.0, 13.0, True)
    assert scores(root, "ps1", "bitdiddle", "problem1") == {
        "correct_squares": 0.0,
        "squares_invalid_input": 1.0,
        "correct_sum_of_squares": 0.0,
        "sum_of_squares_uses_squares": 0.5,
        "sum_of_squares_equation": None,
        "sum_of_squares_application": 0.0,
        "cell-938593c4a215c6cc": None,
    }
    assert scores(root, "ps1", "hacker", "problem2") == {"part-a": None, "part-b": None}
    assert notebook(root, "ps1", "hacker", "problem1").verdict_from == "notebook"
    page = nbformat.read(root / "gradebook/autograded/bitdiddle/ps1/problem1.ipynb", 4)
    nbformat.validate(page)
    shown = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in page.cells}
    assert shown["correct_squares"].outputs[0].ename == "AssertionError"
    called = next(cell for cell in page.cells if cell.cell_type == "code" and cell.source == "squares(10)")
    assert called.outputs[0].data["text/plain"] == "[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]"


def test_the_fixtures_of_nbgraders_own_tests_get_the_scores_of_its_tests(root: Path) -> None:
    """Unchanged 1 of 7, changed 2, edited locked cells and both cheats 1; an unchanged answer is 0, none waits in vain."""
    path = root / "solutions" / "ps1" / "p1.ipynb"
    path.parent.mkdir()
    shutil.copy(FIXTURES / "submitted-unchanged.ipynb", path)
    names = ("unchanged", "changed", "locked-cell-changed", "grade-cell-changed")
    for name in (*names, "cheat-attempt", "cheat-attempt-alternative"):
        folder = root / "gradebook" / "submitted" / name / "ps1"
        folder.mkdir(parents=True)
        shutil.copy(FIXTURES / f"submitted-{name}.ipynb", folder / "p1.ipynb")
    assert main(["grade", "ps1", "--root", str(root)]) == 0
    for name in ("unchanged", "locked-cell-changed", "grade-cell-changed"):
        assert scores(root, "ps1", name) == {"foo": 1, "bar": 0, "baz": 0, "quux": 0}, name
        assert submission(root, "ps1", name) == (1, 7, False)
    assert scores(root, "ps1", "changed") == {"foo": 1, "bar": 1, "baz": None, "quux": None}
    assert submission(root, "ps1", "changed") == (2, 7, True)
    for name in ("cheat-attempt", "cheat-attempt-alternative"):
        assert scores(root, "ps1", name) == {"foo": 1, "bar": 0, "baz": None, "quux": None}
    page = nbformat.read(root / "gradebook/autograded/changed/ps1/p1.ipynb", 4)
    assert page.cells[1].outputs[0].text == "Success!\n"


RESULTS = {
    "half": ("0.5", 0.5),
    "all": ("3", 3.0),
    "nothing": ("0", 0.0),
    "no_value": ("x = 1", 3.0),
    "silent": ("None", 3.0),
    "print_only": ("print('2')", 3.0),
    "on_stderr": ("import sys, warnings; print('x', file=sys.stderr); warnings.warn('old')", 3.0),
    "raises": ("1 / 0", 0.0),
    "raises_exit": ("raise SystemExit(1)", 0.0),
    "too_much": ("3.5", None),
    "negative": ("-1", None),
    "not_finite": ("float('nan')", None),
    "infinite": ("float('inf')", None),
    "a_list": ("[1.0]", None),
    "a_word": ("'good'", None),
    "numpy": ("import numpy; numpy.float64(0.0)", None),
    "truth": ("True", None),
    "underscore": ("class N:\n    def __repr__(self): return '1_0'\nN()", None),
    "autotest": ("### AUTOTEST f(2)", None),
}


def test_a_cell_is_worth_its_value_and_what_cannot_be_read_is_ungraded(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind of result; stderr costs nothing; nan, too much, lists and numpy's numbers are never full points."""
    cells = [check(name, source, 3) for name, (source, _) in RESULTS.items()]
    source = write_source(root, "ps1", solution("noise", "print('x' * 300_000)"), *cells[:-1])
    hand_in(root, "ps1", "bitdiddle", source)
    assert main(["grade", "ps1", "--root", str(root)]) == 3
    expected = {name: score for name, (_, score) in RESULTS.items() if name != "autotest"}
    assert scores(root, "ps1", "bitdiddle") == expected
    outcomes = {outcome.test: outcome for outcome in notebook(root, "ps1", "bitdiddle").outcomes}
    assert outcomes["raises"].verdict == "RAISED"
    assert outcomes["raises"].where == "line 1: 1 / 0"
    assert outcomes["half"].message.startswith("partly right: 0.5 of 3")
    assert {name for name, outcome in outcomes.items() if outcome.verdict == "UNGRADED"} == {
        name for name, score in expected.items() if score is None
    }
    assert "UNGRADED (our fault" in capsys.readouterr().err


def grade_alone(pool: Executor, source: Path, budget: Budget | None = None) -> NotebookGrade:
    """The grade of a source notebook that is handed in as it is."""
    work = Work("bitdiddle", "p1", "p1.ipynb", source.read_bytes(), "")
    chunk = Chunk(source.parents[2], "ps1", "jail", (work,), Limits(), budget or Budget())
    [result] = pool.submit(grade_chunk, chunk).result()
    return result.grade


def test_a_cell_that_hangs_or_kills_costs_itself_only(root: Path, pool: Executor) -> None:
    """A test cell that hangs or ends the process is 0; those before and after it keep their points."""
    source = write_source(
        root,
        "ps1",
        solution("answer", "def hang():\n    while True: pass\ndef leave():\n    import os; os._exit(3)\nx = 1"),
        check("before", "assert x == 1"),
        check("hangs", "hang()"),
        check("leaves", "leave()"),
        check("autotest", "### AUTOTEST x\n0"),
        solution("kills", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
        check("after", "x += 1\nassert x == 2"),
    )
    grade = grade_alone(pool, source, Budget(cell_s=1.0, call_s=1.0))
    assert {name: cell.score for name, cell in grade.cells.items()} == {
        "before": 1,
        "hangs": 0,
        "leaves": 0,
        "autotest": None,
        "after": 1,
    }
    verdicts = {outcome.test: outcome.verdict for outcome in grade.outcomes}
    assert verdicts == {
        "before": "PASSED",
        "hangs": "TIMED_OUT",
        "leaves": "CRASHED",
        "autotest": "UNGRADED",
        "after": "PASSED",
    }


def test_a_notebook_whose_time_is_used_up_loses_what_was_not_reached(root: Path, pool: Executor) -> None:
    """Three hanging cells use up the notebook's time: what was reached counts, the rest is timed out, not ungraded."""
    hang = "while True: pass"
    source = write_source(
        root,
        "ps1",
        check("first", "pass"),
        *(solution(f"hang{number}", hang) for number in range(3)),
        check("last", "pass"),
    )
    grade = grade_alone(pool, source, Budget(cell_s=1.0, call_s=1.0, notebook_s=2.0))
    assert [(outcome.test, outcome.verdict) for outcome in grade.outcomes] == [
        ("first", "PASSED"),
        ("last", "TIMED_OUT"),
    ]
    assert [cell.score for cell in grade.cells.values()] == [1, 0]
    assert not grade.is_ungraded


def test_hidden_tests_run_and_stay_hidden(root: Path) -> None:
    """What stands between nbgrader's markers counts; neither record nor page holds it, a visible assert is shown."""
    hidden = "assert f(2) == 4\n### BEGIN HIDDEN TESTS\nassert f(10) == 100, 'the secret ten'\n### END HIDDEN TESTS"
    source = write_source(
        root,
        "ps1",
        solution("f", "def f(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"),
        check("test_f", hidden),
        check("test_g", hidden.replace("f(2) == 4", "f(2) == 5")),
    )
    hand_in(root, "ps1", "right", source)
    hand_in(root, "ps1", "hacker", source)
    path = root / "gradebook" / "submitted" / "hacker" / "ps1" / "p1.ipynb"
    document = nbformat.read(path, 4)
    document.cells[0].source = "def f(x):\n    return {2: 4}[x]"
    nbformat.write(document, path)
    assert main(["grade", "ps1", "--root", str(root)]) == 0
    assert scores(root, "ps1", "right") == {"test_f": 1, "test_g": 0}
    assert scores(root, "ps1", "hacker") == {"test_f": 0, "test_g": 0}
    assert main(["feedback", "ps1", "--root", str(root)]) == 0
    page = (root / "gradebook/feedback/hacker/ps1/ps1.html").read_text()
    record = (root / "gradebook/grades/ps1/hacker.json").read_text()
    for text in (page, record):
        assert "secret ten" not in text
        assert "f(10)" not in text
        assert "f(2) == 5" in text
    api = NbGraderAPI(config=PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config())
    assert api.generate_feedback("ps1", "hacker")["success"]
    theirs = (root / "gradebook/feedback/hacker/ps1/p1.html").read_text()
    assert "secret ten" not in theirs
    assert "hidden tests / 隐藏测试" in theirs
    assert page == (root / "gradebook/feedback/hacker/ps1/ps1.html").read_text()
    outcomes = {outcome.test: outcome for outcome in notebook(root, "ps1", "hacker").outcomes}
    assert (outcomes["test_f"].is_hidden, outcomes["test_f"].verdict) == (True, "RAISED")
    assert (outcomes["test_g"].is_hidden, outcomes["test_g"].verdict) == (False, "FAILED")


def test_files_beside_the_source_are_beside_the_notebook(root: Path, pool: Executor) -> None:
    """A data file and a module in a folder are there in every process; a change of theirs is a change of the tests."""
    source = write_source(
        root,
        "ps1",
        solution("read", "import tools.double\ntext = open('data.txt').read()\nopen('data.txt', 'w').write('spoilt')"),
        check("kills", "import os; os._exit(1)"),
        check("test_text", "assert text == 'five' and tools.double.double(2) == 4"),
        ("markdown", {}, "![](picture.png)"),
    )
    (source.parent / "data.txt").write_text("five")
    (source.parent / "tools").mkdir()
    (source.parent / "tools" / "double.py").write_text("def double(x): return 2 * x\n")
    (source.parent / ".ipynb_checkpoints").mkdir()
    (source.parent / ".ipynb_checkpoints" / "old.txt").write_text("x")
    shutil.copy(GUIDE / "source" / "header.ipynb", root / "solutions" / "header.ipynb")
    before = suite_digest(load_lesson(Course(root), "ps1").notebook("p1"))
    for text, score in (("five", 1), ("six", 0)):
        (source.parent / "data.txt").write_text(text)
        grade = grade_alone(pool, source)
        assert {name: cell.score for name, cell in grade.cells.items()} == {"kills": 0, "test_text": score}
    assert suite_digest(load_lesson(Course(root), "ps1").notebook("p1")) != before


def test_its_release_holds_the_files_beside_it_and_no_hidden_test(root: Path) -> None:
    """Data goes with the notebooks, once and unchanged; hidden tests and a helper with marked text do not go out."""
    answer = "def f(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
    hidden = "assert f(2) == 4\n### BEGIN HIDDEN TESTS\nassert f(10) == 100\n### END HIDDEN TESTS"
    source = write_source(root, "ps1", solution("f", answer), check("test_f", hidden))
    (source.parent / "data.bin").write_bytes(bytes(range(256)))
    assert main(["release", "ps1", "--root", str(root)]) == 0
    folder = root / "assignments" / "ps1"
    assert sorted(path.name for path in folder.iterdir()) == ["data.bin", "p1.ipynb"]
    assert (folder / "data.bin").read_bytes() == bytes(range(256))
    released = (folder / "p1.ipynb").read_text()
    assert "f(2) == 4" in released
    assert "f(10)" not in released
    assert "x * x" not in released
    (source.parent / "tools.py").write_text(answer)
    assert main(["release", "ps1", "--root", str(root)]) == 1
    assert not (folder / "tools.py").exists()


def test_a_notebook_without_marks_and_marks_of_others_do_no_harm(root: Path) -> None:
    """A source without any grade_id has no points; a student's own marks make no test cell."""
    folder = root / "solutions" / "ps1"
    write_source(root, "ps1", solution("answer", "a = 1"), check("test", "assert a == 1"))
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), folder / "p2.ipynb")
    hand_in(root, "ps1", "bitdiddle", *folder.glob("*.ipynb"))
    path = root / "gradebook/submitted/bitdiddle/ps1/p1.ipynb"
    document = nbformat.read(path, 4)
    extra = nbformat.v4.new_code_cell("a = 1")
    extra.metadata["nbgrader"] = {"grade_id": "mine", "grade": True, "solution": False, "locked": True, "points": 100}
    document.cells += [extra, nbformat.from_dict({**extra, "id": "twin"})]
    nbformat.write(document, path)
    assert main(["grade", "ps1", "--root", str(root)]) == 0
    assert submission(root, "ps1", "bitdiddle") == (1, 1, False)
    assert scores(root, "ps1", "bitdiddle", "p2") == {}


def test_a_suite_decides_as_soon_as_there_is_one(root: Path) -> None:
    """The same submission before and after a suite is written; a record of before says so, an older one is readable."""
    source = write_source(root, "ps1", solution("answer", "a = 1"), check("test", "assert True"))
    hand_in(root, "ps1", "bitdiddle", source)
    assert main(["grade", "ps1", "--root", str(root)]) == 0
    assert notebook(root, "ps1", "bitdiddle").verdict_from == "notebook"
    suite = root / "tests" / "ps1" / "test_p1.py"
    suite.parent.mkdir()
    suite.write_text(
        'import pytest\n\n@pytest.mark.cell("test")\ndef test_a(student):\n    """a is 2."""\n'
        '    assert student.read("a") == 2\n'
    )
    assert main(["grade", "ps1", "--root", str(root)]) == 0
    assert notebook(root, "ps1", "bitdiddle").verdict_from == "suite"
    assert scores(root, "ps1", "bitdiddle") == {"test": 0}
    path = root / "gradebook/grades/ps1/bitdiddle.json"
    raw = json.loads(path.read_text())
    del raw["notebooks"][0]["verdict_from"]
    path.write_text(json.dumps(raw))
    assert notebook(root, "ps1", "bitdiddle").verdict_from == "suite"
    assert load_lesson(Course(root), "ps1").notebook("p1").suite == suite
