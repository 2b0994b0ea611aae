"""What a student is shown was produced before any hidden test of that student was asked, in every process."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from autograder.audit import AnswerCell, build_submission
from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.grading.judgement import Judgement
from autograder.grading.worker import keep_warm
from autograder.records import NotebookGrade
from autograder.sandbox import StudentNotebook, WarmProcess
from autograder.sandbox.running import CellRunner
from autograder.suite.session import Job, Session

ROOT = Path(__file__).resolve().parents[3]
GUESS = "import os\nbest_line = [0.25, 0.5][os.getpid() % 2]"
THREAD = "import threading, time\nthreading.Thread(target=time.sleep, args=[60]).start()\n"

# It tells all copies of its process, by memory that they share, when it is asked a number that no honest question has.
TELLING = """import mmap
told = mmap.mmap(-1, 1)
def relu(z):
    if (z * 8 != (z * 8).round()).any():
        told[0] = 1
    return torch.clamp(z, min=0) + told[0]
"""
# Each is right in a copy by itself, but not once the other was asked there, nor where the asserts of cells ran.
EITHER = """import os
asked = set()
def relu(z):
    asked.add((os.getpid(), "relu"))
    return torch.clamp(z, min=0) + ((os.getpid(), "tanh") in asked)
"""
OR = """def tanh(z):
    asked.add((os.getpid(), "tanh"))
    return torch.tanh(z) + ((os.getpid(), "relu") in asked)
"""
CLASS: dict[str, dict[str, list[AnswerCell]]] = {
    "right": {},
    "wrong in two": {
        "activations": [AnswerCell("relu", "def relu(z):\n    return z.abs()"), AnswerCell("tanh", "1 / 0")],
        "gates": [AnswerCell("xor_line", GUESS)],
    },
    "with threads": {"activations": [AnswerCell("relu", THREAD + "def relu(z):\n    return z.abs()")]},
    "dies when asked": {"hidden_layers": [AnswerCell("layer", "def layer(*_):\n    import os\n    os._exit(1)")]},
    "right in a copy": {"activations": [AnswerCell("relu", EITHER), AnswerCell("tanh", OR)]},
    "telling": {"activations": [AnswerCell("relu", TELLING)]},
}


@dataclass
class Watch:
    """Notes, for each student, what was done with which notebook: in the job of which tests, None between the jobs."""

    done: dict[str, list[tuple[str, str, str | None]]] = field(default_factory=dict)
    judgements: list[Judgement] = field(default_factory=list)
    cells: dict[int, dict[int, Any]] = field(default_factory=dict)  # of a judgement, at the first hidden question
    _owners: dict[int, Judgement] = field(default_factory=dict)
    _job: str | None = None

    def meet(self, judgement: Judgement) -> None:
        for one in (judgement._notebook, judgement._notebook._cells):
            self._owners[id(one)] = judgement
        self.judgements.append(judgement)

    def note(self, notebook: StudentNotebook | CellRunner, act: str) -> None:
        judgement = self._owners.get(id(notebook))
        if judgement is None:
            return  # the reference solution
        student = judgement.work.student
        done = self.done.setdefault(student, [])
        if self._job == "hidden" and not any(job == "hidden" for _, _, job in done):
            for one in self.judgements:
                if one.work.student == student:
                    self.cells[id(one)] = dict(one._notebook.cell_results)
        done.append((act, judgement.work.notebook, self._job))

    def judge(self, job: Job, judge: Callable[[], Any]) -> Any:
        self._job = "hidden" if job.is_hidden else "visible"
        try:
            return judge()
        finally:
            self._job = None


def _watch(watch: Watch, patch: pytest.MonkeyPatch) -> None:
    """Take a note before every way to a student's process is gone."""
    for name in ("run", "ask", "ask_encoded", "run_anew"):
        patch.setattr(StudentNotebook, name, _noted(watch, name, getattr(StudentNotebook, name)))
    patch.setattr(CellRunner, "_ask_cell", _noted(watch, "cells", CellRunner._ask_cell))
    begin, judge = Judgement.__init__, Session._judge

    def begin_noted(judgement: Judgement, *arguments: Any) -> None:
        begin(judgement, *arguments)
        watch.meet(judgement)

    def judge_noted(session: Session, job: Job, items: Any) -> Any:
        return watch.judge(job, lambda: judge(session, job, items))

    patch.setattr(Judgement, "__init__", begin_noted)
    patch.setattr(Session, "_judge", judge_noted)


def _noted(watch: Watch, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def noted(notebook: StudentNotebook | CellRunner, *arguments: Any, **options: Any) -> Any:
        watch.note(notebook, name)
        return method(notebook, *arguments, **options)

    return noted


Grades = dict[tuple[str, str], NotebookGrade]


def grade(lesson: Lesson, **options: Any) -> Grades:
    """Grade of each student what is changed and one notebook more, of the first student all."""
    work = tuple(
        Work(student, one.name, f"{one.name}.ipynb", build_submission(one, cells.get(one.name, [])), "")
        for student, cells in CLASS.items()
        for one in lesson.notebooks
        if one.name in {*cells, "hidden_layers"} or not cells
    )
    results = grade_chunk(Chunk(ROOT, lesson.name, "jail", work, probing="all", **options))
    return {(result.student, result.grade.notebook): result.grade for result in results}


@pytest.fixture(scope="module")
def lesson(warm: WarmProcess) -> Lesson:
    keep_warm(warm)
    return load_lesson(Course(ROOT), "lesson09")


@pytest.fixture(scope="module")
def watched(lesson: Lesson) -> tuple[Grades, Watch]:
    """The class, graded once, and what was done on the way."""
    watch = Watch()
    with pytest.MonkeyPatch.context() as patch:
        _watch(watch, patch)
        return grade(lesson), watch


def test_nothing_shown_is_asked_after_a_hidden_test(watched: tuple[Grades, Watch]) -> None:
    """Of all notebooks of a student: cells, visible tests, probes and exhibits first, then hidden tests and no more.

    After that, cells run only for hidden tests that are asked once more alone, and nobody looks at what they do.
    """
    graded, watch = watched
    assert list(watch.done) == list(CLASS)
    for student, done in watch.done.items():
        first = [job for _, _, job in done].index("hidden")
        before, after = done[:first], done[first:]
        names = {notebook for owner, notebook in graded if owner == student}
        assert {job for _, _, job in after} == {"hidden"}, student
        assert {act for act, _, _ in after} <= {"ask", "run_anew", "cells"}, student
        assert {name for act, name, _ in before if act == "run"} == names, student
        assert {name for act, name, job in before if act == "ask" and job == "visible"} == names, student
        assert {name for act, name, _ in after if act == "ask"} == names, student
    asked = [entry for done in watch.done.values() for entry in done]
    assert {act for act, _, job in asked if job == "visible"} >= {"ask", "ask_encoded", "run_anew"}
    assert {act for act, _, job in asked if job == "hidden"} == {"ask", "run_anew", "cells"}
    assert len(watch.judgements) == len(watch.cells) == len(graded)
    assert all(watch.cells[id(one)] == one._notebook.cell_results for one in watch.judgements)


def test_the_page_is_the_same_when_no_hidden_test_is_asked(lesson: Lesson, watched: tuple[Grades, Watch]) -> None:
    """Behaviours, pictures, errors of cells and what is said of visible tests; though a hidden test told all copies."""
    graded, shown = watched[0], grade(lesson, is_visible_only=True)
    assert list(graded) == list(shown)
    for key, grade_ in graded.items():
        page = shown[key]
        assert [one for one in grade_.outcomes if not one.is_hidden] == list(page.outcomes), key
        assert (grade_.behaviours, grade_.exhibits, grade_.cell_errors) == (
            page.behaviours,
            page.exhibits,
            page.cell_errors,
        ), key
        assert page.behaviours
    telling = graded["telling", "activations"].outcomes
    assert {one.cell for one in telling if one.is_hidden and not one.is_passed} >= {"test_relu"}
    assert all(one.is_passed for one in telling if not one.is_hidden)
