"""The classes that are graded: who hands in which files, and the points that each test cell must get.

right    the reference solution, by many students, each file made different by a comment
sampled  sample answers of the lesson's bank, as `autograder sample` draws them
wrong    sample answers too, and every notebook has a mistake
"""

from __future__ import annotations

import functools
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.audit import Answer, AnswerCell, build_submission, hand_in_samples, load_bank
from autograder.course import Course, Lesson, SourceNotebook

__all__ = ["Handed", "Students", "right_class", "sampled_class", "wrong_class"]

_NUMBER = "NUMBER-OF-THE-STUDENT"


@dataclass(frozen=True)
class Handed:
    """One submitted notebook, and the points that each of its test cells must get."""

    data: bytes
    scores: Mapping[str, float]
    is_right: bool


@dataclass(frozen=True)
class Students:
    """A class: the places of its students, and what the student of a place hands in, by notebook.

    `kind` is what their names begin with.
    """

    lesson: Lesson
    kind: str
    places: Sequence[int]
    draw: Callable[[int], dict[str, Handed]]

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[tuple[str, dict[str, Handed]]]:
        """Yield each student's name and notebooks; they are made anew, so that a large class takes no memory."""
        for place in self.places:
            yield f"{self.kind}-{place:05}", self.draw(place)

    def hand_in(self, submitted: Path) -> None:
        """Write the class below a `submitted` folder of nbgrader's layout."""
        for student, notebooks in self:
            folder = submitted / student / self.lesson.name
            folder.mkdir(parents=True)
            for name, handed in notebooks.items():
                (folder / f"{name}.ipynb").write_bytes(handed.data)

    def some(self, count: int) -> Students:
        """Return so many of these students with the files that they have here: evenly from the whole class, and with
        as many mistakes as the class has on average, or nearly so.
        """
        step = max(1, len(self) // count)
        combs = [range(first, len(self), step)[:count] for first in range(step)]
        wrong, mean = self._wrong, self.mistakes
        best = min(combs, key=lambda comb: abs(sum(wrong[index] for index in comb) / len(comb) - mean))
        return replace(self, places=[self.places[index] for index in best])

    @property
    def mistakes(self) -> float:
        """How many notebooks of a student have a mistake, on average."""
        return sum(self._wrong) / len(self)

    @functools.cached_property
    def _wrong(self) -> list[int]:
        return [sum(not handed.is_right for handed in notebooks.values()) for _, notebooks in self]


def _full_scores(notebook: SourceNotebook) -> dict[str, float]:
    return {cell.grade_id: cell.points for cell in notebook.cells if cell.is_test}


def right_class(lesson: Lesson, size: int) -> Students:
    """Return a class that hands in the reference solution, with a comment of each student's own."""
    comment = [AnswerCell("new", f"# student {_NUMBER}")]
    templates = {notebook.name: build_submission(notebook, comment) for notebook in lesson.notebooks}
    scores = {notebook.name: _full_scores(notebook) for notebook in lesson.notebooks}

    def draw(place: int) -> dict[str, Handed]:
        number = b"%d" % place
        return {
            name: Handed(data.replace(_NUMBER.encode(), number), scores[name], is_right=True)
            for name, data in templates.items()
        }

    return Students(lesson, "right", range(size), draw)


def sampled_class(lesson: Lesson, size: int) -> Students:
    """Return the class that `autograder sample` hands in, with what the bank says of each answer."""
    known = _known_files(lesson)
    drawn: list[dict[str, Handed]] = []
    with tempfile.TemporaryDirectory() as folder:
        course = Course(Path(folder))
        course.solutions.symlink_to(lesson.course.solutions)
        course.suites.symlink_to(lesson.course.suites)
        hand_in_samples(course, lesson.name, size)
        for student in sorted(course.submitted.iterdir(), key=lambda path: int(path.name.rpartition("-")[2])):
            files = {path.stem: path.read_bytes() for path in (student / lesson.name).glob("*.ipynb")}
            drawn.append({name: known[name, hashlib.sha256(data).digest()] for name, data in files.items()})
    return Students(lesson, "sampled", range(size), drawn.__getitem__)


def _known_files(lesson: Lesson) -> dict[tuple[str, bytes], Handed]:
    """Return every file that a sample may hand in, by notebook and hash: the reference and the answers of the bank."""
    known = {}
    for notebook in lesson.notebooks:
        data = build_submission(notebook, (), is_marked=False)
        known[notebook.name, hashlib.sha256(data).digest()] = Handed(data, _full_scores(notebook), is_right=True)
    for answer in load_bank(lesson):
        handed = _handed(lesson, answer)
        known[answer.notebook, hashlib.sha256(handed.data).digest()] = handed
    return known


def _handed(lesson: Lesson, answer: Answer) -> Handed:
    notebook = lesson.notebook(answer.notebook)
    return Handed(build_submission(notebook, answer.cells, is_marked=False), answer.expected(notebook), answer.is_right)


def wrong_class(lesson: Lesson, size: int) -> Students:
    """Return a class in which every notebook has a mistake; the bank's mistakes are spread over it."""
    bank = [answer for answer in load_bank(lesson) if not answer.is_right]
    answers = {
        notebook.name: [answer for answer in bank if answer.notebook == notebook.name] for notebook in lesson.notebooks
    }

    def draw(place: int) -> dict[str, Handed]:
        return {name: _handed(lesson, own[place * len(own) // size % len(own)]) for name, own in answers.items()}

    return Students(lesson, "wrong", range(size), draw)
