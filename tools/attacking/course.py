"""A course that is attacked: made, handed in to, graded, and read again."""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import io
import json
import shutil
import sqlite3
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attacking.bank import REPOSITORY
from autograder.cli.main import main

LESSON, EARLIER = "lesson09", "lesson08"
_LONGEST_RUN_S = 1800.0


@dataclass(frozen=True)
class AttackedCourse:
    """The folder of a course of two lessons, both with these notebooks."""

    root: Path
    notebooks: Sequence[str]

    def make(self) -> None:
        for lesson in (LESSON, EARLIER):
            solutions, tests = self.root / "solutions" / lesson, self.root / "tests" / lesson
            solutions.mkdir(parents=True)
            tests.mkdir(parents=True)
            for name in self.notebooks:
                shutil.copy(REPOSITORY / "solutions" / LESSON / f"{name}.ipynb", solutions)
            for path in (REPOSITORY / "tests" / LESSON).glob("*.py"):
                if not path.name.startswith("test_") or path.stem.removeprefix("test_") in self.notebooks:
                    shutil.copy(path, tests)
        (self.root / "gradebook").mkdir()
        shutil.copy(REPOSITORY / "nbgrader_config.py", self.root)

    def hand_in(self, student: str, files: Mapping[str, bytes], lesson: str = LESSON) -> None:
        folder = self.root / "gradebook" / "submitted" / student / lesson
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run one command of the command line; return its exit code and all that it printed.

        A traceback that leaves the command is printed. A command that never ends is ended, and this program with it.
        """
        printed = io.StringIO()
        faulthandler.dump_traceback_later(_LONGEST_RUN_S, exit=True)
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                code = main([*arguments, "--root", str(self.root)])
        except BaseException:
            return 99, printed.getvalue() + traceback.format_exc()
        finally:
            faulthandler.cancel_dump_traceback_later()
        return code, printed.getvalue()

    def scores(self) -> dict[tuple[str, str, str, str], tuple[Any, ...]]:
        """Return nbgrader's grades: (lesson, student, notebook, test cell) -> (automatic, manual, extra)."""
        query = """
            select a.name, s.id, n.name, c.name, g.auto_score, g.manual_score, g.extra_credit
            from grade g join submitted_notebook sn on g.notebook_id = sn.id
            join submitted_assignment sa on sn.assignment_id = sa.id join student s on sa.student_id = s.id
            join notebook n on sn.notebook_id = n.id join assignment a on n.assignment_id = a.id
            join base_cell c on g.cell_id = c.id
        """
        with contextlib.closing(sqlite3.connect(self.root / "gradebook" / "gradebook.db")) as database:
            return {row[:4]: row[4:] for row in database.execute(query)}

    def record_path(self, student: str) -> Path:
        return self.root / "gradebook" / "grades" / LESSON / f"{student}.json"

    def records(self, student: str) -> list[dict[str, Any]]:
        """Return the records of a student's notebooks; none if there is no file."""
        path = self.record_path(student)
        return list(json.loads(path.read_text(encoding="utf-8"))["notebooks"]) if path.exists() else []

    def page_path(self, student: str) -> Path:
        return self.root / "gradebook" / "feedback" / student / LESSON / f"{LESSON}.html"

    def autograded_path(self, student: str, notebook: str) -> Path:
        return self.root / "gradebook" / "autograded" / student / LESSON / f"{notebook}.ipynb"

    def verdicts(self) -> dict[str, str]:
        """Return what must be the same when the same input is graded again: by student and test, the verdict."""
        found = {}
        for path in sorted((self.root / "gradebook" / "grades" / LESSON).glob("*.json")):
            for notebook in self.records(path.stem):
                for outcome in notebook["outcomes"]:
                    found[f"{path.stem}/{notebook['notebook']}/{outcome['test']}"] = outcome["verdict"]
        return found

    def kept_files(self) -> list[Path]:
        """Return the files that nothing may change while others are graded."""
        gradebook = self.root / "gradebook"
        return [
            *(path for name in ("solutions", "tests") for path in (self.root / name).rglob("*")),
            *(gradebook / "grades").rglob("*.json"), *(gradebook / "autograded").rglob("*"),
            *(gradebook / "submitted" / "honest-a").rglob("*"), self.root / "nbgrader_config.py",
        ]  # fmt: skip

    def submitted_files(self) -> dict[str, str]:
        return digest_files((self.root / "gradebook" / "submitted").rglob("*"))


def digest_files(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}
