"""A course from nothing: `autograder init` writes it, and its own commands work at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.course import Course, load_lesson

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    assert main(["init", str(tmp_path / "my course")]) == 0
    return tmp_path / "my course"


def test_a_new_course_is_complete_and_has_the_configuration_of_this_repository(root: Path) -> None:
    """All files of the layout, no mark of a template left, and one configuration for both."""
    names = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {".gitignore", ".github/workflows/test.yml", "Makefile", "README.md", "requirements.txt"} <= names
    assert not [name for name in names if "templates" in name or "pycache" in name]
    assert (root / "nbgrader_config.py").read_text() == (REPOSITORY / "nbgrader_config.py").read_text()
    for name in ("Makefile", "README.md", ".github/workflows/test.yml"):
        assert not [word for word in ("@COURSE@", "@LESSON@", "@PYTHON@") if word in (root / name).read_text()]
    assert (root / "README.md").read_text().startswith("# my course\n")
    needed = (root / "requirements.txt").read_text().split()
    assert needed[0].startswith("autograder-course==")
    assert any(line.startswith("torch==") for line in needed)
    assert all("==" in line and "+" not in line for line in needed)


def test_git_takes_no_grades(root: Path) -> None:
    """The gradebook, and the table that nbgrader's export writes, are ignored: here and in a new course."""
    for course in (root, REPOSITORY):
        lines = (course / ".gitignore").read_text().splitlines()
        assert "/grades.csv" in lines
        assert {"/gradebook/", "/gradebook/*"} & set(lines)


def test_the_first_lesson_is_released_graded_and_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `make grade` runs, and the release: the right answers get all points, the wrong one what it says."""
    (lesson,) = Course(root).lesson_names()
    at = ["--root", str(root)]
    assert main(["release", lesson, *at]) == 0
    assert main(["sample", lesson, "--students", "3", *at]) == 0
    assert main(["grade", lesson, *at]) == 0
    assert main(["feedback", lesson, *at]) == 0
    assert "3 pages" in capsys.readouterr().out
    records = [json.loads(path.read_text()) for path in sorted((root / "gradebook" / "grades" / lesson).glob("*.json"))]
    scores = [[cell["score"] for one in record["notebooks"] for cell in one["cells"].values()] for record in records]
    assert sorted(scores) == [[2.0], [4.0], [4.0]]
    released = (root / "assignments" / lesson / "limits.ipynb").read_text()
    assert "raise NotImplementedError" in released
    assert load_lesson(Course(root), lesson).titles.lesson == "Lesson 1 · Limits / 第 1 课 · 界限"


def test_a_folder_with_something_in_it_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second init, a folder with a hidden file, a file: an error that says so, and nothing is written."""
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert main(["init", str(root)]) == 1
    assert "the folder is not empty (.github, .gitignore, Makefile, ...)" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
    hidden = root.parent / "hidden"
    hidden.mkdir()
    (hidden / ".secret").touch()
    assert main(["init", str(hidden)]) == 1
    assert list(hidden.iterdir()) == [hidden / ".secret"]
    assert main(["init", str(hidden / ".secret")]) == 1
    assert "this is a file, and a course is a folder" in capsys.readouterr().err


def test_its_makefile_takes_what_is_on_the_path_and_else_makes_an_environment(root: Path, tmp_path: Path) -> None:
    """Who has `autograder` sets nothing up; who has not gets .venv from requirements.txt. A dry run tells."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "autograder").symlink_to(Path(sys.executable).parent / "autograder")

    def dry_run(path: str) -> str:
        done = subprocess.run(["make", "-n", "test"], cwd=root, env={"PATH": path}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    with_it, without = dry_run(f"{programs}:/usr/bin:/bin"), dry_run("/usr/bin:/bin")
    assert "pip install" not in with_it
    assert f"{programs}/autograder audit" in with_it
    assert ".venv/bin/pip install --quiet --requirement requirements.txt" in without


@pytest.mark.campaign
def test_its_makefile_grades_and_proves_it(root: Path) -> None:
    """`make grade` and `make test` of the new course end well; the audit of its lesson is perfect."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    for target in ("grade", "grade", "test"):
        done = subprocess.run(["make", target], cwd=root, env={"PATH": path}, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "3 pages" not in done.stdout
    assert "0 alive" in done.stdout
