"""The graders that are compared, each on the same submissions and in a temporary course in its own layout.

Every one of them can `grade` a class, and its scores are held against those that it must give: a grader that fails is
fast. Otter is in `otter`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

from classes import Students
from measure import Usage, run
from scores import check_scores

from autograder.course import Course, Lesson, load_lesson

__all__ = ["REPOSITORY", "Autograder", "NbGrader", "activated", "measure_floor"]

REPOSITORY = Path(__file__).resolve().parents[2]
_NEEDS_PERSON = 3  # the explanations wait for one


def activated(programs: Path) -> dict[str, str]:
    """Return the variables of an activated environment: nbgrader and Otter call other programs by name."""
    return {"PATH": f"{programs}:{os.environ['PATH']}", "VIRTUAL_ENV": str(programs.parent)}


@dataclass(frozen=True)
class Autograder:
    """`autograder grade`, after `autograder release` (which is not timed)."""

    lesson: Lesson
    template: Path
    workers: int

    @classmethod
    def prepare(cls, lesson_name: str, folder: Path, workers: Sequence[int]) -> dict[int, Autograder]:
        """Make a course with one released lesson; return a grader for each number of workers."""
        for part in ("solutions", "tests"):
            source = REPOSITORY / part / lesson_name
            shutil.copytree(source, folder / part / lesson_name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(REPOSITORY / "nbgrader_config.py", folder)
        (folder / "gradebook").mkdir()
        run([sys.executable, "-m", "autograder", "release", lesson_name], folder)
        lesson = load_lesson(Course(folder), lesson_name)
        return {number: cls(lesson, folder, number) for number in workers}

    def grade(self, students: Students, sample_every_s: float = 0.0) -> tuple[Usage, Usage]:
        """Grade a class in a new copy of the course; return its cost, and that of the same command with nothing to do."""
        with tempfile.TemporaryDirectory() as folder:
            course = Course(Path(folder) / "course")
            shutil.copytree(self.template, course.root)
            students.hand_in(course.submitted)
            records = course.records / self.lesson.name
            command = [sys.executable, "-m", "autograder", "grade", self.lesson.name, "--workers", str(self.workers)]
            expected = (0, _NEEDS_PERSON)
            usage = run(
                command,
                course.root,
                expected=expected,
                sample_every_s=sample_every_s,
                count_graded=lambda: sum(1 for _ in records.glob("*.json")),
            )
            check_scores(course.gradebook / "gradebook.db", students, of_mistakes=True)
            return usage, run(command, course.root, expected=expected)


@dataclass(frozen=True)
class NbGrader:
    """`nbgrader autograde` as it comes: its layout, kernel and configuration, after `nbgrader generate_assignment`."""

    lesson: Lesson
    template: Path
    takes_mistakes: ClassVar[bool] = True

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

    def grade(self, students: Students) -> tuple[Usage, Usage]:
        """Grade a class in a new copy of the course; return its cost, and that of the same command with nothing to do.

        A student whom nbgrader cannot finish lets it end with exit code 1, after the others; `check_scores` names that student.
        """
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder) / "course"
            shutil.copytree(self.template, course)
            students.hand_in(course / "submitted")
            usage = self._run(course, "autograde", expected=(0, 1))
            check_scores(course / "gradebook.db", students, of_mistakes=False)
            return usage, self._run(course, "autograde")

    def _run(self, course: Path, command: str, expected: Sequence[int] = (0,)) -> Usage:
        with tempfile.TemporaryDirectory() as empty:  # no configuration of the person who runs this
            program = Path(sys.executable).with_name("nbgrader")
            variables = {**activated(program.parent), "JUPYTER_CONFIG_DIR": empty}
            return run([program, command, self.lesson.name], course, variables=variables, expected=expected)


def measure_floor(lesson: Lesson, rounds: int) -> Usage:
    """Return what a submission costs where only forks and cells are left, on average over some rounds."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "floor.json"
        program = Path(__file__).with_name("floor.py")
        run([sys.executable, program, lesson.course.root, lesson.name, str(rounds), answer], Path(folder))
        return Usage(**json.loads(answer.read_text()))
