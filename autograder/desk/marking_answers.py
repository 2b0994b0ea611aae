"""What students wrote where a person grades: read once from each notebook as graded, in groups of like answers.

Who reads them is not told whose they are, and in no order can names be read off: groups come by size, and the answers
of a group in an order that is another one at each question.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from autograder.classroom import AnswerGroup, AnswerKind, CellAnswers, group_answers
from autograder.course import Course, Lesson, SourceCell, SourceNotebook
from autograder.desk.marking_store import Question
from autograder.feedback import find_pictures
from autograder.files import hash_parts
from autograder.gradebook import open_book
from autograder.records import autograded_path
from autograder.submissions import answer_text, list_students

__all__ = ["Answers", "AskedCell", "find_group", "list_asked", "mix"]

_FRESH_S = 2.0
_MOST_KEPT = 64


@dataclass(frozen=True)
class AskedCell:
    """A cell that a person grades, in its notebook. Tasks are answered in other cells, and are not among them."""

    notebook: SourceNotebook
    cell: SourceCell
    question: Question


class _Stamped(NamedTuple):
    """The texts of a notebook by cell, which of them have pictures, and what the file was when they were read."""

    stamp: tuple[int, int]
    texts: dict[str, str]
    pictured: frozenset[str]


def list_asked(lesson: Lesson) -> list[AskedCell]:
    """Return the cells of a lesson that a person grades."""
    return [
        AskedCell(notebook, cell, Question(lesson.name, notebook.key(cell), cell.points))
        for notebook in lesson.notebooks
        for cell in notebook.graded_cells
        if cell.is_manual and not cell.is_task
    ]


def mix(students: Iterable[str], question: Question) -> list[str]:
    """Return students in an order that has nothing to do with their names, always the same at a question."""
    salt = "\0".join((question.lesson, *question.key))
    return sorted(students, key=lambda student: hashlib.sha256(f"{salt}\0{student}".encode()).digest())


def find_group(answers: CellAnswers, id: str) -> AnswerGroup | None:
    """Return a group by its id, None if there is none (any more)."""
    return next((group for group in answers.groups if group.id == id), None)


class Answers:
    """The answers of a course. A notebook is read again when it was graded again."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._lock = threading.Lock()
        self._files: dict[Path, _Stamped] = {}
        self._looked: dict[str, tuple[float, list[str]]] = {}
        self._groups: dict[str, CellAnswers] = {}
        self._stubs: dict[tuple[str, ...], dict[Any, str]] = {}

    def texts(self, lesson: Lesson, asked: AskedCell, *, is_fresh: bool = False) -> dict[str, str]:
        """Return what was written, by student; with `is_fresh` as it is now, else as it was two seconds ago."""
        with self._lock:
            students = self._find_students(lesson, is_fresh=is_fresh)
            found = {student: self._read(lesson, asked, student) for student in students}
        return {student: text for student, text in found.items() if text is not None}

    def _find_students(self, lesson: Lesson, *, is_fresh: bool) -> list[str]:
        looked_s, students = self._looked.get(lesson.name, (-_FRESH_S, []))
        if is_fresh or time.monotonic() - looked_s >= _FRESH_S:
            students = list_students(self._course, lesson.name)
            self._looked[lesson.name] = (time.monotonic(), students)
        return students

    def _read(self, lesson: Lesson, asked: AskedCell, student: str) -> str | None:
        path = autograded_path(self._course, lesson.name, student, asked.notebook.name)
        try:
            state = path.stat()
        except OSError:
            return None
        stamp = (state.st_mtime_ns, state.st_size)
        kept = self._files.get(path)
        if kept is None or kept.stamp != stamp or asked.cell.grade_id not in kept.texts:
            document = _read_notebook(path)
            if document is None:
                return None
            kept = self._files[path] = _read_answers(lesson, asked.notebook, document, stamp)
        return kept.texts[asked.cell.grade_id]

    def has_pictures(self, asked: AskedCell, student: str) -> bool:
        """Whether there are pictures in an answer that was read before."""
        kept = self._files.get(autograded_path(self._course, asked.question.lesson, student, asked.notebook.name))
        return kept is not None and asked.cell.grade_id in kept.pictured

    def group(self, lesson: Lesson, asked: AskedCell, texts: dict[str, str], *, is_each: bool = False) -> CellAnswers:
        """Return answers in groups, with the ids that `autograder explanations` gives them.

        An answer with pictures is a group of its own, for only its text can be compared; with `is_each` all are.
        """
        stub = self.stub(lesson, asked)
        alone = {student for student in texts if is_each or self.has_pictures(asked, student)}
        parts = [lesson.name, *asked.question.key, stub, *sorted(alone), ""]
        parts += [part for pair in sorted(texts.items()) for part in pair]
        name = hash_parts(*(f"{len(part)}:{part}" for part in parts))
        with self._lock:
            if name not in self._groups:
                while len(self._groups) >= _MOST_KEPT:
                    del self._groups[next(iter(self._groups))]
                self._groups[name] = _group(asked, stub, texts, alone)
            return self._groups[name]

    def stub(self, lesson: Lesson, asked: AskedCell) -> str:
        """Return the cell as it was handed out."""
        state = (lesson.name, *(notebook.digest for notebook in lesson.notebooks))
        if not self._stubs.get(state):
            with open_book(self._course) as book:
                self._stubs[state] = book.stubs(lesson)
        return self._stubs[state].get(asked.question.key, "")

    def pictures(self, asked: AskedCell, student: str) -> list[bytes]:
        """Return the pictures of an answer, PNG, as the grader drew them anew."""
        path = autograded_path(self._course, asked.question.lesson, student, asked.notebook.name)
        document = _read_notebook(path)
        return [base64.b64decode(picture) for picture in find_pictures(document, asked.cell.grade_id)]


def _read_notebook(path: Path) -> Any:
    """Return a notebook as graded, None if there is none."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None  # it is made anew by the next run


def _read_answers(lesson: Lesson, notebook: SourceNotebook, document: Any, stamp: tuple[int, int]) -> _Stamped:
    cells = [one.cell for one in list_asked(lesson) if one.notebook.name == notebook.name]
    texts = {cell.grade_id: answer_text(document, cell.grade_id) for cell in cells}
    written = [cell.grade_id for cell in cells if cell.cell_type == "markdown"]
    return _Stamped(stamp, texts, frozenset(name for name in written if find_pictures(document, name)))


def _group(asked: AskedCell, stub: str, texts: dict[str, str], alone: set[str]) -> CellAnswers:
    """Return answers in groups, some by themselves; what was left unchanged or empty stays together, at the end."""

    def group(students: Collection[str]) -> list[AnswerGroup]:
        own = {student: texts[student] for student in students}
        return list(group_answers(asked.notebook, asked.cell, stub, own, {}).groups)

    found: list[AnswerGroup] = []
    for one in group(texts):
        if one.kind is AnswerKind.ANSWER and not alone.isdisjoint(one.students):
            found += group([student for student in one.students if student not in alone])
            found += [single for student in mix(alone & {*one.students}, asked.question) for single in group([student])]
        else:
            found.append(one)
    found.sort(key=lambda one: (one.kind is not AnswerKind.ANSWER, -len(one.students)))
    return CellAnswers(asked.notebook.name, asked.cell, tuple(found))
