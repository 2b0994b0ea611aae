"""Grade what is in the queue, by the same run as `autograder grade`, with workers that stay warm.

One process does this for a gradebook, and several threads of it, each with receipts of its own. It may end at any
moment: what it had begun is done again by the next one, and a notebook that has its grade is not run again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import sqlalchemy.orm  # noqa: F401 - nbgrader imports it when it is first used, and no thread may meet it half loaded

from autograder.course import Course, Lesson, SourceNotebook, load_lesson
from autograder.desk.atlases import Atlases
from autograder.desk.catalogue import Catalogue
from autograder.desk.database import Database
from autograder.desk.pages import PageMaker
from autograder.desk.placing import find_best, place_best, place_notebooks
from autograder.desk.queue import Queue
from autograder.desk.receipt import NotebookScore, Receipt
from autograder.desk.receipts import Receipts
from autograder.desk.retention import remove_old_files
from autograder.desk.settings import DeskSettings, read_desk_settings
from autograder.errors import AutograderError, GradebookError, WorkerError
from autograder.feedback import find_hidden_cells, launch_formatter, withhold_hidden
from autograder.gradebook import enter_lesson
from autograder.grading import GradeOptions, Workers, grade_students, open_local_workers
from autograder.records import (
    DESK,
    Grade,
    NotebookGrade,
    hold_gradebook,
    is_gradebook_wanted,
    read_grade,
    record_path,
    sweep_temporary_files,
)
from autograder.submissions import Problem

__all__ = ["Grader", "read_scores", "run_grader"]

_LOG = logging.getLogger("autograder.desk")
_MOST_AT_ONCE = 8
_LOOK_S = 0.05
_PATIENCE_S = 0.5
_REMOVAL_S = 3600.0


def run_grader(course: Course, database: Database, options: GradeOptions, stop: threading.Event) -> None:
    """Grade until `stop` is set. `WorkerError` if no worker can be had any more: start another process then."""
    with contextlib.ExitStack() as stack:
        workers = None
        if options.cluster is None:
            workers = stack.enter_context(open_local_workers(options.runner, options.workers))
        Grader(course, database, options, workers, stop).run()


@dataclass
class _Batch:
    """Receipts that are graded in one go, by student, and those of them that are over."""

    lesson: Lesson
    receipts: dict[str, Receipt]
    over: set[str] = field(default_factory=set)
    scores: dict[str, tuple[NotebookScore, ...]] = field(default_factory=dict)
    last_s: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> list[Receipt]:
        return [one for one in self.receipts.values() if one.student not in self.over]


class Grader:
    """Takes receipts from the queue and grades them."""

    def __init__(
        self, course: Course, database: Database, options: GradeOptions, workers: Workers | None, stop: threading.Event
    ) -> None:
        self.course = course
        self.queue = Queue(database)
        self.receipts = Receipts(course, database)
        self._options = options
        self._workers = workers
        self._stop = stop
        self._database = database
        self._next_removal_s = 0.0
        self._busy = 0
        self._lock = threading.Lock()
        self._one_at_a_time = threading.Lock()
        self._entered: set[tuple[str, ...]] = set()
        self._failure: WorkerError | None = None
        self._atlases = Atlases(options.workers, options.runner)
        self._pages = PageMaker(course, database, self._atlases.find)

    def run(self) -> None:
        """Grade until told to stop."""
        self.receipts.sweep()
        self._get_ready()
        while not self._stop.is_set():
            self._remake_pages()
            self._remove_old_files()
            if self.queue.is_waiting():
                self._hold_and_grade()
            self._stop.wait(_LOOK_S)
        if self._failure is not None:
            raise self._failure

    def _remake_pages(self) -> None:
        with self._one_at_a_time, contextlib.suppress(GradebookError):  # the next look finds them again
            self._pages.remake()

    def _remove_old_files(self) -> None:
        """Remove what is too old to be kept, once an hour; what fails now is done an hour later."""
        if time.monotonic() < self._next_removal_s:
            return
        self._next_removal_s = time.monotonic() + _REMOVAL_S
        with contextlib.suppress(AutograderError), hold_gradebook(self.course, DESK):
            remove_old_files(self.course, self._database, time.time())

    def _get_ready(self) -> None:
        """Do now what the first student would wait for. What cannot be done now is done when it is needed."""
        launch_formatter()
        for open_lesson in Catalogue(self.course).lessons():
            try:
                with hold_gradebook(self.course, DESK):
                    self._enter(open_lesson.lesson)
                threading.Thread(target=self._atlases.prepare, args=(open_lesson.lesson,), daemon=True).start()
            except AutograderError as error:
                _LOG.warning("%s: %s", open_lesson.lesson.name, error)

    def _hold_and_grade(self) -> None:
        """Hold the gradebook as long as there is something to grade, and nobody else wants it."""
        try:
            with hold_gradebook(self.course, DESK):
                self.queue.start_again()
                with ThreadPoolExecutor(self._options.workers) as threads:
                    for one in [threads.submit(self._grade_while_needed) for _ in range(self._options.workers)]:
                        one.result()
        except GradebookError as error:
            _LOG.info("the desk waits: %s", error)
            self._stop.wait(_PATIENCE_S)

    def _grade_while_needed(self) -> None:
        """Grade one batch after the other. A thread ends when nothing is left, and when nobody else is busy either."""
        while not self._stop.is_set() and not is_gradebook_wanted(self.course):
            claimed = self._claim()
            if claimed:
                self._remake_pages()
                try:
                    self._grade(claimed)
                finally:
                    with self._lock:
                        self._busy -= 1
            elif not self._busy:
                return
            else:
                self._stop.wait(_LOOK_S)

    def _claim(self) -> list[Receipt]:
        with self._lock:
            waiting = self.queue.pace().waiting
            most = max(1, min(_MOST_AT_ONCE, waiting // (4 * self._options.workers)))
            claimed = self.queue.claim(most, lambda lesson: read_desk_settings(self.course, lesson))
            self._busy += bool(claimed)
            return claimed

    def _grade(self, claimed: Sequence[Receipt]) -> None:
        """Grade some receipts. What goes wrong with all of them is none of theirs: they are put back."""
        batch = None
        try:
            batch = _Batch(load_lesson(self.course, claimed[0].lesson), {one.student: one for one in claimed})
            self._enter(batch.lesson)
            for receipt in claimed:
                place_notebooks(self.course, self.receipts, receipt)
            self._run(batch)
        except Exception as error:
            _LOG.error("%s: %s", claimed[0].lesson, error, exc_info=not isinstance(error, AutograderError))
            self._put_back(claimed if batch is None else batch.left, error)

    def _put_back(self, left: Sequence[Receipt], error: Exception) -> None:
        with contextlib.suppress(GradebookError):  # whoever grades next finds them
            self.queue.put_back(left, str(error))
        if isinstance(error, WorkerError):
            self._failure = error
            self._stop.set()

    def _enter(self, lesson: Lesson) -> None:
        with self._one_at_a_time:
            state = (lesson.name, *(notebook.digest for notebook in lesson.notebooks))
            if state not in self._entered:
                sweep_temporary_files(self.course, lesson.name)
                enter_lesson(lesson)
                self._entered.add(state)

    def _run(self, batch: _Batch) -> None:
        settings = read_desk_settings(self.course, batch.lesson.name)
        failures = self._grade_students(batch, lambda student: self._publish(batch, student, settings))
        if settings.counts == "best":
            self._restore_best(batch, settings)
        reasons = {failure.file.split("/")[0]: failure.message for failure in failures}
        for receipt in batch.left:
            reason = reasons.get(receipt.student, "it was not graded / 没有评分")
            self.queue.fail(receipt, batch.scores.get(receipt.student, ()), reason, settings)

    def _grade_students(self, batch: _Batch, written: Callable[[str], None]) -> Sequence[Problem]:
        options = replace(self._options, students=tuple(batch.receipts))
        return grade_students(batch.lesson, options, self._workers, written).failures

    def _publish(self, batch: _Batch, student: str, settings: DeskSettings) -> None:
        """Keep the page and the scores of an attempt whose grade is written."""
        receipt = batch.receipts[student]
        grade = read_grade(record_path(self.course, receipt.lesson, student))
        if grade is None:
            return
        batch.scores[student] = read_scores(batch.lesson, receipt, grade)
        with self._one_at_a_time:
            is_made = self._pages.make(receipt)
        if is_made and settings.counts == "last":
            self._finish(batch, receipt, settings)

    def _finish(self, batch: _Batch, receipt: Receipt, settings: DeskSettings) -> None:
        now_s = time.monotonic()
        spent_s, batch.last_s = (now_s - batch.last_s) / max(1, self._busy), now_s
        scores = batch.scores[receipt.student]
        if any(one.is_ungraded for one in scores):
            reason = "UNGRADED: our failure, no points lost / 未评分：是我们的问题，不扣分"
            self.queue.fail(receipt, scores, reason, settings)
        else:
            self.queue.finish(receipt, scores, spent_s)
        batch.over.add(receipt.student)

    def _restore_best(self, batch: _Batch, settings: DeskSettings) -> None:
        """Put back the notebooks that were better in earlier attempts, and their grades with them."""
        graded = [receipt for receipt in batch.left if self.receipts.page_path(receipt.id).exists()]
        worse = []
        for receipt in graded:
            others = self.receipts.of_student(receipt.student, receipt.lesson)
            best = find_best(receipt, batch.scores[receipt.student], others)
            if any(best[file.notebook].id != receipt.id for file in receipt.files):
                place_best(self.course, self.receipts, best)
                worse.append(receipt)
        if worse:
            again = replace(batch, receipts={receipt.student: receipt for receipt in worse})
            self._grade_students(again, lambda student: None)
            with self._one_at_a_time:
                self._pages.refresh(batch.lesson.name, list(again.receipts))
        for receipt in graded:
            self._finish(batch, receipt, settings)


def read_scores(lesson: Lesson, receipt: Receipt, grade: Grade) -> tuple[NotebookScore, ...]:
    """Return what a record says of the notebooks of a receipt, and what of it may be told before hidden verdicts."""
    problems = {problem.notebook: problem.message for problem in grade.problems}
    told = withhold_hidden(lesson, grade, is_due=False)
    names = [file.notebook for file in receipt.files]
    return tuple(
        _read_score(lesson.notebook(name), grade.notebook(name), told.notebook(name), problems) for name in names
    )


def _read_score(
    notebook: SourceNotebook, graded: NotebookGrade | None, told: NotebookGrade | None, problems: Mapping[str, str]
) -> NotebookScore:
    name = notebook.name
    if graded is None or told is None:
        return NotebookScore(name, 0.0, 0.0, problem=problems.get(name, "it could not be graded / 无法评分"))
    cells = graded.cells
    waiting = sum(cell.points for cell in cells.values() if cell.is_manual and cell.score is None)
    points = sum(cell.points for cell in cells.values())
    is_told = notebook.settings.shows_hidden(is_due=False)
    hidden = 0.0 if is_told else sum(cells[test].points for test in find_hidden_cells(notebook, graded))
    problem = problems.get(name, "")
    return NotebookScore(name, graded.score, points, waiting, graded.is_ungraded, problem, hidden, told.score)
