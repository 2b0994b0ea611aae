"""A suite is collected once in a worker, and again when it was changed on the disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from autograder.audit import build_submission
from autograder.course import Course, load_lesson
from autograder.errors import CourseError
from autograder.grading import Chunk, Work, grade_chunk
from autograder.suite import Outcome, load_probes
from autograder.suite import session as suites

REPOSITORY = Path(__file__).resolve().parents[3]
MORE = """

@pytest.mark.cell("test_relu")
def test_one_more(student: StudentProxy) -> None:
    \"\"\"One more. / 多一个。\"\"\"
    print("to the terminal")
    assert float(student.call("relu", torch.tensor(2.0))) == {}
"""
FIXTURE = """

@pytest.fixture(autouse=True)
def around():
    yield
"""


def make_course(root: Path) -> Path:
    for part, names in (("solutions", ["activations.ipynb"]), ("tests", ["test_activations.py", "probes.py"])):
        (root / part / "lesson09").mkdir(parents=True)
        for name in names:
            shutil.copy(REPOSITORY / part / "lesson09" / name, root / part / "lesson09")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return root


@pytest.fixture
def root(tmp_path: Path, graded_here: None) -> Path:
    return make_course(tmp_path)


def grade(root: Path) -> tuple[Outcome, ...]:
    notebook = load_lesson(Course(root), "lesson09").notebook("activations")
    work = Work("one", notebook.name, "activations.ipynb", build_submission(notebook, []), "")
    [result] = grade_chunk(Chunk(root, "lesson09", "jail", (work,)))
    return result.grade.outcomes


def test_a_changed_suite_is_collected_again(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two chunks need one collection; a test that was added, changed, or has a fixture of its own is run as it is now."""
    runs: list[object] = []
    main = pytest.main
    monkeypatch.setattr(suites.pytest, "main", lambda *args, **kwargs: runs.append(args) or main(*args, **kwargs))
    module = root / "tests" / "lesson09" / "test_activations.py"
    text = module.read_text(encoding="utf-8")
    before = grade(root)
    assert all(outcome.is_passed for outcome in before)
    assert grade(root) == before
    assert len(runs) == 1
    for count, (number, verdict) in enumerate((("2.0", "PASSED"), ("3.0", "FAILED")), 2):
        module.write_text(text + MORE.format(number), encoding="utf-8")
        for _ in range(2):
            (added,) = set(grade(root)) - set(before)
            assert (added.test, added.verdict) == ("test_one_more", verdict)
        assert len(runs) == count
    module.write_text(text + FIXTURE, encoding="utf-8")
    assert grade(root) == grade(root) == before
    assert len(runs) == 5  # what pytest has to be around of is collected every time
    assert capsys.readouterr().out == ""


def test_a_lesson_of_the_same_name_in_another_course_has_its_own_suite(root: Path) -> None:
    """Whatever was collected before in this process, each course is graded by what stands in its own folder."""
    other = make_course(root / "other")
    with (other / "tests" / "lesson09" / "test_activations.py").open("a", encoding="utf-8") as module:
        module.write(MORE.format("2.0"))
    for folder, more in ((root, 0), (other, 1), (root, 0), (other, 1)):
        assert sum(outcome.test == "test_one_more" for outcome in grade(folder)) == more


def test_a_suite_that_is_no_python_any_more_is_an_error(root: Path) -> None:
    """It names the file; the suite of before is not used in its stead. Put right, it works again."""
    module = root / "tests" / "lesson09" / "test_activations.py"
    text = module.read_text(encoding="utf-8")
    before = grade(root)
    module.write_text(text + "\ndef (", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CourseError, match="test_activations"):
            grade(root)
    module.write_text(text, encoding="utf-8")
    assert grade(root) == before


def test_changed_probes_are_loaded_again(root: Path) -> None:
    """By time or by size; unchanged ones are loaded once."""
    lesson, path = load_lesson(Course(root), "lesson09"), root / "tests" / "lesson09" / "probes.py"
    first = load_probes(lesson).probes["relu"]
    assert load_probes(lesson).probes["relu"] is first
    os.utime(path, (1, 1))
    assert load_probes(lesson).probes["relu"] is not first
    path.write_text("def relu(student):\n    return []\n", encoding="utf-8")
    assert list(load_probes(lesson).probes) == ["relu"]
