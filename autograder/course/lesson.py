"""One lesson: its source notebooks, and the folders that belong to it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from autograder.course.course import Course
from autograder.course.releases import read_releases
from autograder.course.source import CellKey, SourceNotebook, read_source_notebook
from autograder.course.titles import notebook_title, question_title, split_lesson_title
from autograder.errors import CourseError

__all__ = ["Lesson", "Titles", "load_lesson", "require_lesson"]


class Titles(NamedTuple):
    """The titles of a lesson, of its notebooks by name, and of its questions, by their solution and test cells."""

    lesson: str
    notebooks: dict[str, str]
    questions: dict[CellKey, str]


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

    @property
    def bonus(self) -> dict[CellKey, float]:
        """The points of each cell that is beyond the maximum."""
        cells = [(notebook, cell) for notebook in self.notebooks for cell in notebook.graded_cells]
        return {notebook.key(cell): cell.points for notebook, cell in cells if cell.is_bonus}

    @functools.cached_property
    def titles(self) -> Titles:
        """What students call the lesson, its notebooks and its questions, in both languages."""
        title, rests = split_lesson_title([notebook_title(notebook) for notebook in self.notebooks], self.name)
        questions = {
            notebook.key(cell): question_title(notebook, notebook.answer_of(cell))
            for notebook in self.notebooks
            for cell in notebook.cells
            if cell.grade_id
        }
        return Titles(title, dict(zip([notebook.name for notebook in self.notebooks], rests, strict=True)), questions)

    def earlier(self, notebook: SourceNotebook) -> tuple[SourceNotebook, ...]:
        """Return the notebooks that one comes after, and those that these come after, in their order."""
        names = set(notebook.after)
        for one in reversed(self.notebooks):
            if one.name in names:
                names.update(one.after)
        return tuple(one for one in self.notebooks if one.name in names)

    def notebook(self, name: str) -> SourceNotebook:
        """Return a notebook by name; `CourseError` if there is none."""
        for notebook in self.notebooks:
            if notebook.name == name:
                return notebook
        raise CourseError(f"{self.name} has no notebook named {name}", path=self.course.solutions / self.name)


def load_lesson(course: Course, name: str) -> Lesson:
    """Read and check a lesson's source notebooks; `CourseError` names the file that is wrong."""
    paths = _find_sources(course, name)
    regions = course.regions
    suites = course.suites / name
    released = read_releases(suites)
    notebooks = [
        read_source_notebook(path, suites / f"test_{path.stem}.py", regions, released.get(path.stem, frozenset()))
        for path in paths
    ]
    return Lesson(name, course, tuple(_put_in_order(notebooks)))


def require_lesson(course: Course, name: str) -> None:
    """Refuse the name of a lesson that is not there, without reading any: `CourseError` names those that are."""
    _find_sources(course, name)


def _find_sources(course: Course, name: str) -> list[Path]:
    """Return the paths of a lesson's source notebooks; `CourseError` if its name is that of no lesson."""
    folder = course.solutions / name
    is_name = name == folder.name and folder.parent == course.solutions and name != ".."
    paths = sorted(folder.glob("*.ipynb")) if is_name else []
    if not paths:
        known = ", ".join(course.lesson_names()) or "none"
        raise CourseError(f"there is no lesson {name!r}", hint=f"lessons of this course: {known}", path=folder)
    return paths


def _put_in_order(notebooks: list[SourceNotebook]) -> list[SourceNotebook]:
    """Return the notebooks by their `order` and names, none before those that it is to come `after`."""
    waiting = sorted(notebooks, key=lambda notebook: (notebook.settings.order, notebook.name))
    known = {notebook.name for notebook in notebooks}
    ordered: list[SourceNotebook] = []
    while waiting:
        done = {notebook.name for notebook in ordered}
        ready = [notebook for notebook in waiting if set(notebook.after) <= done]
        if not ready:
            raise _blame_order(waiting[0], known)
        ordered.append(ready[0])
        waiting.remove(ready[0])
    return ordered


def _blame_order(notebook: SourceNotebook, known: set[str]) -> CourseError:
    """Return what is wrong with a notebook that can come after none."""
    strange = ", ".join(sorted(set(notebook.after) - known))
    hint = f"its `after` may name, and it may import: {', '.join(sorted(known - {notebook.name})) or 'none'}"
    if strange:
        return CourseError(
            f"it is to come after {strange}, and there is no such notebook", hint=hint, path=notebook.path
        )
    message = f"it is to come after {', '.join(notebook.after)}, and at last after itself"
    return CourseError(message, hint="take one of them out of `after`, or do not import it", path=notebook.path)
