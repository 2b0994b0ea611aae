"""Find the course, its lessons and their source notebooks by their folders. There is no list of lessons anywhere."""

from __future__ import annotations

import functools
import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import CourseError

# jsonschema, which nbformat brings, would build a grammar of web addresses first: a third of every command's start.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat  # noqa: E402

__all__ = ["Course", "Lesson", "SourceCell", "SourceNotebook", "find_course", "load_lesson"]

CONFIG_NAME = "nbgrader_config.py"
HIDDEN_TESTS = re.compile(r"###\s*BEGIN HIDDEN TESTS.*?(?:###\s*END HIDDEN TESTS|\Z)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Course:
    """The folders of a course, all below `root`."""

    root: Path

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def assignments(self) -> Path:
        return self.root / "assignments"

    @property
    def suites(self) -> Path:
        return self.root / "tests"

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook"

    @property
    def submitted(self) -> Path:
        return self.gradebook / "submitted"

    @property
    def autograded(self) -> Path:
        return self.gradebook / "autograded"

    @property
    def feedback(self) -> Path:
        return self.gradebook / "feedback"

    @property
    def records(self) -> Path:
        return self.gradebook / "grades"

    def lesson_names(self) -> list[str]:
        """Return the names of all lessons: the folders of solutions/ that hold a notebook."""
        if not self.solutions.is_dir():
            return []
        return sorted(path.name for path in self.solutions.iterdir() if any(path.glob("*.ipynb")))


@dataclass(frozen=True)
class SourceCell:
    """One cell of a source notebook. `grade_id` is "" for ordinary text and code."""

    index: int
    cell_type: str
    source: str
    grade_id: str = ""
    points: float = 0.0
    is_grade: bool = False
    is_solution: bool = False
    is_locked: bool = False
    is_task: bool = False

    @property
    def is_test(self) -> bool:
        """A locked code cell with points: graded by tests."""
        return self.is_grade and not self.is_solution and self.cell_type == "code"

    @property
    def is_manual(self) -> bool:
        """A solution or a task with points of its own: graded by a person."""
        return self.is_task or (self.is_grade and not self.is_test)


@dataclass(frozen=True)
class SourceNotebook:
    """A source notebook and the suite that grades it (None where there is none).

    `order` is its place in the lesson: `autograder.order` of the notebook's metadata.
    """

    name: str
    path: Path
    cells: tuple[SourceCell, ...]
    suite: Path | None
    digest: str
    order: int = 99

    @property
    def graded_cells(self) -> tuple[SourceCell, ...]:
        return tuple(cell for cell in self.cells if cell.is_grade or cell.is_task)

    @property
    def points(self) -> float:
        return sum(cell.points for cell in self.cells)

    @property
    def automatic_points(self) -> float:
        return sum(cell.points for cell in self.cells if cell.is_test)

    @property
    def helpers(self) -> tuple[Path, ...]:
        """The files that nbgrader copies beside it: all others of its folder, but notebooks, caches and hidden ones."""
        folder = self.path.parent
        found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".ipynb", ".pyc")]
        return tuple(path for path in found if not any(part[0] in "._" for part in path.relative_to(folder).parts))

    @functools.cached_property
    def by_id(self) -> dict[str, SourceCell]:
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @property
    def prelude(self) -> str:
        """The source of the locked first cell (the imports), or ""."""
        first = self.cells[0] if self.cells else None
        return first.source if first is not None and first.is_locked and first.cell_type == "code" else ""

    def solution_before(self, test: SourceCell) -> SourceCell | None:
        """Return the solution cell that a test cell follows."""
        found = None
        for cell in self.cells[: test.index]:
            if cell.is_solution:
                found = cell
        return found


@dataclass(frozen=True)
class Lesson:
    """One assignment: its source notebooks in the order in which they are read."""

    name: str
    course: Course
    notebooks: tuple[SourceNotebook, ...]

    @property
    def suite_folder(self) -> Path:
        return self.course.suites / self.name

    @property
    def bank_folder(self) -> Path:
        return self.suite_folder / "bank"

    @property
    def points(self) -> float:
        return sum(notebook.points for notebook in self.notebooks)

    @property
    def automatic_points(self) -> float:
        return sum(notebook.automatic_points for notebook in self.notebooks)

    def notebook(self, name: str) -> SourceNotebook:
        """Return a notebook by name; `CourseError` where there is none."""
        for notebook in self.notebooks:
            if notebook.name == name:
                return notebook
        raise CourseError(f"{self.name} has no notebook named {name}", path=self.course.solutions / self.name)


def find_course(root: Path | None = None) -> Course:
    """Return the course at `root`, or at the nearest folder at or above the working directory."""
    start = (root or Path.cwd()).resolve()
    for folder in [start] if root is not None else [start, *start.parents]:
        if (folder / CONFIG_NAME).is_file():
            return Course(folder)
    raise CourseError(
        f"no {CONFIG_NAME} here{'' if root is not None else ' or above'}",
        hint="run the command in the course folder, or name that folder with --root",
        path=start,
    )


def load_lesson(course: Course, name: str) -> Lesson:
    """Read and check a lesson's source notebooks; `CourseError` names the file that is wrong."""
    folder = course.solutions / name
    paths = sorted(folder.glob("*.ipynb")) if name and folder.parent == course.solutions else []
    if not paths:
        known = ", ".join(course.lesson_names()) or "none"
        raise CourseError(f"there is no lesson {name!r}", hint=f"lessons of this course: {known}", path=folder)
    notebooks = [_load_notebook(path, course.suites / name / f"test_{path.stem}.py") for path in paths]
    return Lesson(name, course, tuple(sorted(notebooks, key=lambda notebook: (notebook.order, notebook.name))))


def _load_notebook(path: Path, suite: Path) -> SourceNotebook:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"not a valid notebook: {error}", path=path) from None
    return _parse_notebook(path, data, suite if suite.is_file() else None)


@functools.lru_cache(maxsize=64)  # a worker looks at its lesson again for every chunk
def _parse_notebook(path: Path, data: bytes, suite: Path | None) -> SourceNotebook:
    try:
        document = nbformat.reads(data.decode("utf-8"), as_version=4)
        nbformat.validate(document)
    except (UnicodeDecodeError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise CourseError(f"not a valid notebook: {str(error)[:200]}", path=path) from None
    cells = tuple(_read_cell(index, cell) for index, cell in enumerate(document.cells))
    ids = [cell.grade_id for cell in cells if cell.grade_id]
    twice = sorted({grade_id for grade_id in ids if ids.count(grade_id) > 1})
    if twice:
        raise CourseError(
            f"grade_id used twice: {', '.join(twice)}", hint="give each cell a grade_id of its own", path=path
        )
    order = document.metadata.get("autograder", {}).get("order", 99)
    return SourceNotebook(path.stem, path, cells, suite, hashlib.sha256(data).hexdigest(), int(order))


def _read_cell(index: int, cell: Any) -> SourceCell:
    mark = cell.metadata.get("nbgrader", {})
    return SourceCell(
        index=index,
        cell_type=cell.cell_type,
        source=cell.source,
        grade_id=str(mark.get("grade_id", "")),
        points=float(mark.get("points", 0) or 0) if mark.get("grade") or mark.get("task") else 0.0,
        is_grade=bool(mark.get("grade", False)),
        is_solution=bool(mark.get("solution", False)),
        # As nbgrader has it: a test cell is locked, whatever its mark says, and an answer never is.
        is_locked=bool(mark.get("grade") or mark.get("locked")) and not mark.get("solution"),
        is_task=bool(mark.get("task", False)),
    )
