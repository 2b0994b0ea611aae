"""The graders that are compared, each on the same submissions and in a temporary course in its own layout.

Every one of them can `grade(students)`, and checks that it gave full points: a grader that fails is fast.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from measure import Usage, run
from nbgrader.api import Gradebook

from autograder.audit import AnswerCell, build_submission
from autograder.course import Course, Lesson, SourceNotebook, load_lesson

__all__ = ["Autograder", "NbGrader", "Otter", "WrongPoints", "measure_floor", "submission_files"]

REPOSITORY = Path(__file__).resolve().parents[2]
OTTER_ENVIRONMENT = REPOSITORY / ".bench" / "otter"
OTTER_PACKAGES = ("otter-grader", "torch==2.13.0", "matplotlib", "ipykernel")
_NUMBER = "NUMBER-OF-THE-STUDENT"


class WrongPoints(Exception):
    """A grader did not give full points to the reference solution, so that its time says nothing."""


def submission_files(lesson: Lesson) -> Callable[[int], dict[str, bytes]]:
    """Return a function: number of a student -> notebook name -> the reference solution with a comment of its own."""
    templates = {
        notebook.name: build_submission(notebook, [AnswerCell("new", f"# student {_NUMBER}")])
        for notebook in lesson.notebooks
    }

    def files(number: int) -> dict[str, bytes]:
        return {name: data.replace(_NUMBER.encode(), b"%d" % number) for name, data in templates.items()}

    return files


def student_name(number: int) -> str:
    return f"sample-{number:05}"


def hand_in(lesson: Lesson, submitted: Path, students: int) -> None:
    """Write the submissions of a class below a `submitted` folder of nbgrader's layout."""
    files = submission_files(lesson)
    for number in range(students):
        folder = submitted / student_name(number) / lesson.name
        folder.mkdir(parents=True)
        for name, data in files(number).items():
            (folder / f"{name}.ipynb").write_bytes(data)


def check_database(path: Path, lesson: Lesson, students: int) -> None:
    """Raise `WrongPoints` unless an nbgrader database holds full points of code for every student."""
    with Gradebook(f"sqlite:///{path}") as book:
        found = [submission["code_score"] for submission in book.submission_dicts(lesson.name)]
    full = [lesson.automatic_points] * students
    if sorted(found) != full:
        raise WrongPoints(
            f"{students} students, {lesson.automatic_points:g} points each, but the gradebook has {found[:10]}"
        )


def _activated(programs: Path) -> dict[str, str]:
    """Return the variables of an activated environment: nbgrader and Otter call other programs by name."""
    return {"PATH": f"{programs}:{os.environ['PATH']}", "VIRTUAL_ENV": str(programs.parent)}


@dataclass(frozen=True)
class Autograder:
    """`autograder grade`, after `autograder release` (which is not timed)."""

    lesson: Lesson
    template: Path
    workers: int

    @classmethod
    def prepare(cls, lesson_name: str, folder: Path, workers: tuple[int, ...]) -> list[Autograder]:
        """Make a course with one released lesson; return a grader for each number of workers."""
        for part in ("solutions", "tests"):
            source = REPOSITORY / part / lesson_name
            shutil.copytree(source, folder / part / lesson_name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "nbgrader_config.py", folder)
        (folder / "gradebook").mkdir()
        run([sys.executable, "-m", "autograder", "release", lesson_name], folder)
        lesson = load_lesson(Course(folder), lesson_name)
        return [cls(lesson, folder, number) for number in workers]

    def grade(self, students: int, sample_every_s: float = 0.0) -> tuple[Usage, Usage]:
        """Grade a class in a new copy of the course; return its cost, and that of the same command with nothing to do."""
        with tempfile.TemporaryDirectory() as folder:
            course = Course(Path(folder) / "course")
            shutil.copytree(self.template, course.root)
            hand_in(self.lesson, course.submitted, students)
            records = course.records / self.lesson.name
            command = [sys.executable, "-m", "autograder", "grade", self.lesson.name, "--workers", str(self.workers)]
            expected = (0, 3)  # 3: the explanations wait for a person
            usage = run(
                command,
                course.root,
                expected=expected,
                sample_every_s=sample_every_s,
                count_graded=lambda: sum(1 for _ in records.glob("*.json")),
            )
            check_database(course.gradebook / "gradebook.db", self.lesson, students)
            return usage, run(command, course.root, expected=expected)


@dataclass(frozen=True)
class NbGrader:
    """`nbgrader autograde` as it comes: its layout, kernel and configuration, after `nbgrader generate_assignment`."""

    lesson: Lesson
    template: Path

    @property
    def name(self) -> str:
        return f"nbgrader autograde {version('nbgrader')}"

    @classmethod
    def prepare(cls, lesson: Lesson, folder: Path) -> NbGrader:
        """Make a course of nbgrader's own layout with one generated assignment."""
        source = folder / "source" / lesson.name
        source.mkdir(parents=True)
        for notebook in lesson.notebooks:
            shutil.copy(notebook.path, source)
        grader = cls(lesson, folder)
        grader._run(folder, "generate_assignment")
        return grader

    def grade(self, students: int) -> tuple[Usage, Usage]:
        """Grade a class in a new copy of the course; return its cost, and that of the same command with nothing to do."""
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder) / "course"
            shutil.copytree(self.template, course)
            hand_in(self.lesson, course / "submitted", students)
            usage = self._run(course, "autograde")
            check_database(course / "gradebook.db", self.lesson, students)
            return usage, self._run(course, "autograde")

    def _run(self, course: Path, command: str) -> Usage:
        with tempfile.TemporaryDirectory() as empty:  # no configuration of the person who runs this
            program = Path(sys.executable).with_name("nbgrader")
            variables = {**_activated(program.parent), "JUPYTER_CONFIG_DIR": empty}
            return run([program, command, self.lesson.name], course, variables=variables)


@dataclass(frozen=True)
class Otter:
    """`otter run` per submitted notebook, on zips that `otter generate` made: each test cell is a question's test."""

    lesson: Lesson
    zips: Path
    version: str

    @property
    def name(self) -> str:
        return f"otter run {self.version}"

    @classmethod
    def prepare(cls, lesson: Lesson, folder: Path) -> Otter:
        """Install Otter where it is not, and make an assignment of each notebook; `CommandFailed` where it cannot be had."""
        program = OTTER_ENVIRONMENT / "bin" / "otter"
        if not program.exists():
            run([sys.executable, "-m", "venv", OTTER_ENVIRONMENT], REPOSITORY)
            pip = [OTTER_ENVIRONMENT / "bin" / "pip", "install", "--quiet", "--constraint", "constraints.txt"]
            run([*pip, *OTTER_PACKAGES], REPOSITORY)
        for notebook in lesson.notebooks:
            tests = folder / notebook.name / "tests"
            tests.mkdir(parents=True)
            for cell in notebook.cells:
                if cell.is_test:
                    (tests / f"{cell.grade_id}.py").write_text(_otter_test(cell.grade_id, cell.points, cell.source))
            command = [program, "generate", "--output-path", f"{notebook.name}.zip", "--tests-dir", tests]
            run(command, folder, variables=_activated(program.parent))
        question = "import importlib.metadata as packages; print(packages.version('otter-grader'))"
        answer = subprocess.run(
            [program.with_name("python"), "-c", question], capture_output=True, text=True, check=True
        )
        return cls(lesson, folder, answer.stdout.strip())

    def grade(self, students: int) -> tuple[Usage, Usage]:
        """Grade a class, one command per notebook, as Otter has it; nothing is shared, so that start-up is no cost apart."""
        files = submission_files(self.lesson)
        usage = Usage()
        for number in range(students):
            points = 0.0
            with tempfile.TemporaryDirectory() as folder:
                for notebook in self.lesson.notebooks:
                    path = Path(folder) / f"{notebook.name}.ipynb"
                    path.write_text(otter_submission(files(number)[notebook.name], notebook))
                    zipped = self.zips / f"{notebook.name}.zip"
                    command = [OTTER_ENVIRONMENT / "bin" / "otter", "run", path, "--autograder", zipped]
                    command += ["--output-dir", folder]
                    usage += run(command, Path(folder), variables=_activated(OTTER_ENVIRONMENT / "bin"))
                    results = json.loads((Path(folder) / "results.json").read_text())
                    points += sum(test.get("score", 0) for test in results["tests"])
            if round(points, 2) != self.lesson.automatic_points:
                raise WrongPoints(f"{points:g} of {self.lesson.automatic_points:g} points")
        return usage, Usage()


def otter_submission(data: bytes, notebook: SourceNotebook) -> str:
    """Return a submission as Otter's students hand it in: `grader.check` where nbgrader has a test cell."""
    document: Any = nbformat.reads(data.decode(), as_version=4)
    for cell in document.cells:
        origin = notebook.by_id.get(cell.metadata.pop("nbgrader", {}).get("grade_id", ""))
        if origin is not None and origin.is_test:
            cell.source = f'grader.check("{origin.grade_id}")'
    first = nbformat.v4.new_code_cell("import otter\ngrader = otter.Notebook()")
    first["id"] = "otter-first"
    document.cells.insert(0, first)
    return str(nbformat.writes(document))


def _otter_test(name: str, points: float, source: str) -> str:
    """Return a file of Otter's exception-based tests that runs a test cell among the student's names."""
    return f"""OK_FORMAT = False
from otter.test_files import test_case

name = {name!r}
points = {points!r}


@test_case()
def test_visible(env):
    exec({source!r}, dict(env))
"""


def measure_floor(lesson: Lesson, rounds: int) -> Usage:
    """Return what a submission costs where only forks and cells are left, on average over some rounds."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "floor.json"
        program = Path(__file__).with_name("floor.py")
        run([sys.executable, program, lesson.course.root, lesson.name, str(rounds), answer], Path(folder))
        return Usage(**json.loads(answer.read_text()))
