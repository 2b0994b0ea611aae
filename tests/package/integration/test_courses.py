"""Lessons in the manner of public courses: data, private files, files of students' own, notebooks that build on others."""

from __future__ import annotations

import importlib.util
import json
import shutil
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.main import main
from autograder.records import Grade, NotebookGrade, read_grade

REPOSITORY = Path(__file__).resolve().parents[3]
MIB = 1 << 20


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


courses = _load("courses")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty course with our layout."""
    root = tmp_path / "course"
    (root / "gradebook").mkdir(parents=True)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return root


def run(root: Path, command: str, lesson: str, *more: str) -> int:
    return main([command, lesson, "--root", str(root), *more])


def record(root: Path, lesson: str, student: str) -> Grade:
    grade = read_grade(root / "gradebook" / "grades" / lesson / f"{student}.json")
    assert grade is not None
    return grade


def notebook(root: Path, lesson: str, student: str, name: str) -> NotebookGrade:
    found = record(root, lesson, student).notebook(name)
    assert found is not None
    return found


def test_a_lesson_with_data_and_a_private_test_set(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Data are handed out and read where the notebook runs; nobody writes to them; what is private stays private.

    A package that the lesson preloads is there before the first cell.
    """
    courses.write_digits(root)
    assert run(root, "release", "digits") == 0, capsys.readouterr().err
    released = root / "assignments" / "digits"
    assert sorted(str(path.relative_to(released)) for path in released.rglob("*.*")) == ["data/train.gz", "train.ipynb"]
    capsys.readouterr()
    assert run(root, "release", "digits") == 0
    assert "is up to date" in capsys.readouterr().out
    data = (root / "solutions/digits/data/train.gz").read_bytes()

    private = root / "tests" / "digits" / "hidden" / "test.gz"
    seeks = f"import os\nprint('there:', os.path.exists({str(private)!r}), os.listdir('data'))"
    courses.hand_in(
        root, "right", "digits", "train", first="import sys\nprint('loaded:', 'sklearn.metrics' in sys.modules)"
    )
    courses.hand_in(root, "spoils", "digits", "train", fit=f"{courses.FIT}\n{seeks}\nopen('data/train.gz', 'w')")
    courses.hand_in(root, "wrong", "digits", "train", fit="def fit(X, y):\n    return np.zeros((16, 3))")
    courses.hand_in_release(root, "empty", "digits", "train")
    assert run(root, "grade", "digits") == 0
    assert {name: record(root, "digits", name).score for name in ("right", "spoils", "wrong", "empty")} == {
        "right": 6,
        "spoils": 6,
        "wrong": 3,
        "empty": 0,
    }
    (error,) = notebook(root, "digits", "spoils", "train").cell_errors.values()
    assert "Read-only file system" in error
    page = (root / "gradebook/autograded/spoils/digits/train.ipynb").read_text(encoding="utf-8")
    assert "there: False ['train.gz']" in page
    page = (root / "gradebook/autograded/right/digits/train.ipynb").read_text(encoding="utf-8")
    assert "loaded: True" in page
    assert "right: 1.00" in page
    assert notebook(root, "digits", "right", "train").versions["sklearn"] == f"scikit-learn {version('scikit-learn')}"
    assert (root / "solutions/digits/data/train.gz").read_bytes() == data

    # What data and private files hold is in the key; when they were written is not.
    for path in ("tests/digits/hidden/test.gz", "solutions/digits/data/train.gz"):
        (root / path).touch()
        capsys.readouterr()
        run(root, "grade", "digits", "--explain")
        assert "its suite or source changed" not in capsys.readouterr().out
        with (root / path).open("ab") as file:
            file.write(b"\0")
        run(root, "grade", "digits", "--explain")
        assert "its suite or source changed" in capsys.readouterr().out
        run(root, "grade", "digits")


LENT = '[notebooks.neuron]\nafter = ["autodiff"]\n[notebooks.autodiff]\nlend = true\n'


@pytest.mark.long
def test_a_notebook_that_imports_what_an_earlier_one_defines(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The student's own is imported; where that is not right, by hidden tests too, the lent one, and the page says so."""
    courses.write_scalars(root, LENT)
    assert run(root, "release", "scalars") == 0, capsys.readouterr().err
    own = courses.SCALAR.replace("the course", "right")
    raises = "class Scalar:\n    maker = 'raises'\n    def __mul__(self, other): raise ValueError"
    swaps = courses.SCALAR.replace("the course", "swaps").replace("((self, other.data), (other, self.data))", "()")
    for student, source in {"right": own, "raises": raises, "swaps": swaps}.items():
        courses.hand_in(root, student, "scalars", "autodiff", Scalar=source)
        courses.hand_in(root, student, "scalars", "neuron")
    courses.hand_in(root, "none", "scalars", "neuron")
    courses.hand_in(root, "wrong", "scalars", "autodiff", Scalar=own)
    courses.hand_in(root, "wrong", "scalars", "neuron", neuron="def neuron(w, x):\n    return Scalar(0.0)")
    courses.hand_in_release(root, "empty", "scalars", "autodiff")
    courses.hand_in_release(root, "empty", "scalars", "neuron")
    assert run(root, "grade", "scalars") == 3  # one notebook is missing
    scores = {
        name: record(root, "scalars", name).score for name in ("right", "raises", "swaps", "none", "wrong", "empty")
    }
    assert scores == {"right": 10, "raises": 6, "swaps": 8, "none": 6, "wrong": 4, "empty": 0}
    makers = {"right": "right", "raises": "the course", "swaps": "swaps", "none": "the course"}
    for student, maker in makers.items():
        page = (root / "gradebook" / "autograded" / student / "scalars" / "neuron.ipynb").read_text(encoding="utf-8")
        assert f"Scalar {maker}" in page, student
    assert notebook(root, "scalars", "right", "neuron").notes == ()
    for student in ("raises", "swaps"):
        (note,) = notebook(root, "scalars", student, "neuron").notes
        assert "of autodiff.ipynb, test_scalar lost points" in note
    (note,) = notebook(root, "scalars", "none", "neuron").notes
    assert "autodiff.ipynb was not handed in: what is imported from it here is the solution of the course" in note
    assert run(root, "feedback", "scalars") == 0
    page = (root / "gradebook/feedback/none/scalars/scalars.html").read_text(encoding="utf-8")
    assert "what is imported from it here is the solution of the course" in page

    courses.hand_in(root, "swaps", "scalars", "autodiff", Scalar=own)
    capsys.readouterr()
    run(root, "grade", "scalars", "--explain")
    assert "another autodiff.ipynb was handed in" in capsys.readouterr().out

    (root / "solutions/scalars/lesson.toml").write_text(LENT.replace("true", "false"))
    courses.hand_in(root, "swaps", "scalars", "autodiff", Scalar=swaps)
    assert run(root, "grade", "scalars") == 3
    assert {name: notebook(root, "scalars", name, "neuron").score for name in ("right", "swaps", "none")} == {
        "right": 6,
        "swaps": 4,
        "none": 0,
    }
    (note,) = notebook(root, "scalars", "none", "neuron").notes
    assert "it cannot be imported here" in note
    assert "autodiff.ipynb was not handed in" in notebook(root, "scalars", "none", "neuron").cell_errors["0"]


@pytest.mark.long
def test_files_that_students_may_hand_in(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A module of his own is there for its author; a link, a huge file and one with the data's name cost nobody else."""
    courses.write_table(root)
    assert run(root, "release", "table") == 0, capsys.readouterr().err
    released = root / "assignments" / "table"
    assert sorted(path.name for path in released.rglob("*.*")) == ["sales.csv", "sales.ipynb"]
    folders = {name: courses.hand_in(root, name, "table", "sales") for name in ("right", "none", "hostile", "wrong")}
    (folders["right"] / "helpers.py").write_text("def as_number(text):\n    return int(text)\n")
    (folders["wrong"] / "helpers.py").write_text("def as_number(text):\n    return 1\n")
    hostile = folders["hostile"]
    (hostile / "helpers.py").symlink_to(root / "solutions" / "table" / "helpers.py")
    (hostile / "big.npz").write_bytes(bytes(MIB + 1))
    (hostile / "folder.csv").mkdir()
    (hostile / "data").mkdir()
    (hostile / "data" / "sales.csv").write_text("city,amount\nA,40\nB,5\n")
    with zipfile.ZipFile(hostile / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("../helpers.npy", bytes(64 * MIB))
    assert run(root, "grade", "table") == 3
    scores = {name: record(root, "table", name).score for name in folders}
    assert scores == {"right": 2, "none": 0, "hostile": 0, "wrong": 0}
    problems = {problem.file: problem.message for problem in record(root, "table", "hostile").problems}
    assert problems == {
        "helpers.py": "it is a link",
        "big.npz": "it is too large (1 MiB)",
        "folder.csv": "it is a folder, no file",
    }
    assert set(notebook(root, "table", "hostile", "sales").beside) == {"bomb.npz"}

    (folders["wrong"] / "helpers.py").write_text("as_number = int\n")
    capsys.readouterr()
    run(root, "grade", "table", "--explain")
    assert "wrong/sales: another helpers.py was handed in" in capsys.readouterr().out
    run(root, "grade", "table")
    assert record(root, "table", "wrong").score == 2


@pytest.mark.long
@pytest.mark.parametrize("lesson", ["scalars", "table"])
def test_an_audit_of_a_lesson_finds_no_gap(root: Path, capsys: pytest.CaptureFixture[str], lesson: str) -> None:
    """Each mutant of notebooks that build on each other, and of one without a suite, is killed or no mistake."""
    courses.write_scalars(root, LENT) if lesson == "scalars" else courses.write_table(root)
    assert run(root, "audit", lesson) == 0, capsys.readouterr().out
    sheet = json.loads((root / "gradebook" / "reports" / lesson / "accuracy.json").read_text(encoding="utf-8"))
    assert sheet["mutants_total"] == sheet["mutants_killed"] + len(sheet["equivalents"])
    assert (sheet["mutants_total"], len(sheet["equivalents"])) == {"scalars": (47, 1), "table": (14, 0)}[lesson]
    assert (sheet["wrong_total"], sheet["survivors"], sheet["ungraded"]) == (1, [], [])
