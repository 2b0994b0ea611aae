"""Otter beside us: an environment of its own, each test cell a question, one command per notebook."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import nbformat
from classes import Students
from graders import REPOSITORY, activated
from measure import Usage, run
from scores import WrongPoints

from autograder.course import Lesson, SourceNotebook

__all__ = ["Otter"]

_ENVIRONMENT = REPOSITORY / ".bench" / "otter"
_PACKAGES = ("otter-grader", "torch==2.13.0", "matplotlib", "ipykernel")


@dataclass(frozen=True)
class Otter:
    """`otter run` per submitted notebook, on zips that `otter generate` made: each test cell is a question's test."""

    lesson: Lesson
    zips: Path
    version: str
    takes_mistakes: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return f"otter run {self.version}"

    @classmethod
    def prepare(cls, lesson: Lesson, folder: Path) -> Otter:
        """Install Otter where it is not, and make an assignment of each notebook; `CommandFailed` where it cannot be had."""
        program = _ENVIRONMENT / "bin" / "otter"
        if not program.exists():
            run([sys.executable, "-m", "venv", _ENVIRONMENT], REPOSITORY)
            pip = [_ENVIRONMENT / "bin" / "pip", "install", "--quiet", "--constraint", "constraints.txt"]
            run([*pip, *_PACKAGES], REPOSITORY)
        for notebook in lesson.notebooks:
            tests = folder / notebook.name / "tests"
            tests.mkdir(parents=True)
            for cell in notebook.cells:
                if cell.is_test:
                    (tests / f"{cell.grade_id}.py").write_text(_otter_test(cell.grade_id, cell.points, cell.source))
            command = [program, "generate", "--output-path", f"{notebook.name}.zip", "--tests-dir", tests]
            run(command, folder, variables=activated(program.parent))
        question = "import importlib.metadata as packages; print(packages.version('otter-grader'))"
        answer = subprocess.run(
            [program.with_name("python"), "-c", question], capture_output=True, text=True, check=True
        )
        return cls(lesson, folder, answer.stdout.strip())

    def grade(self, students: Students) -> tuple[Usage, Usage]:
        """Grade a class, one command per notebook, as Otter has it; nothing is shared, so that start-up is no cost apart.

        All notebooks must be right: full points are expected.
        """
        usage = Usage()
        for _, handed in students:
            points = 0.0
            with tempfile.TemporaryDirectory() as folder:
                for notebook in self.lesson.notebooks:
                    path = Path(folder) / f"{notebook.name}.ipynb"
                    path.write_text(_as_otter_submission(handed[notebook.name].data, notebook))
                    zipped = self.zips / f"{notebook.name}.zip"
                    command = [_ENVIRONMENT / "bin" / "otter", "run", path, "--autograder", zipped]
                    command += ["--output-dir", folder]
                    usage += run(command, Path(folder), variables=activated(_ENVIRONMENT / "bin"))
                    results = json.loads((Path(folder) / "results.json").read_text())
                    points += sum(test.get("score", 0) for test in results["tests"])
            if round(points, 2) != self.lesson.automatic_points:
                raise WrongPoints(f"{points:g} of {self.lesson.automatic_points:g} points")
        return usage, Usage()


def _as_otter_submission(data: bytes, notebook: SourceNotebook) -> str:
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
