"""The pages about attempts, as they are made: at once after grading, and anew where an answer changed a score."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from autograder.audit import Atlas
from autograder.classroom import FailedPage, make_attempt_pages, write_feedback
from autograder.course import Course, Lesson
from autograder.desk.catalogue import Catalogue
from autograder.desk.database import Database
from autograder.desk.publishing import Publications
from autograder.desk.receipt import Receipt, ReceiptState
from autograder.desk.receipts import Receipts
from autograder.desk.requests import Request, Requests
from autograder.desk.settings import read_desk_settings
from autograder.errors import AutograderError
from autograder.files import write_file
from autograder.records import page_path, read_grade, record_path

__all__ = ["PageMaker"]

_LOG = logging.getLogger("autograder.desk")


class PageMaker:
    """Makes pages from records. One at a time: the caller sees to that."""

    def __init__(self, course: Course, database: Database, find_atlas: Callable[[Lesson], Atlas]) -> None:
        self._course = course
        self._receipts = Receipts(course, database)
        self._requests = Requests(database)
        self._publications = Publications(database)
        self._find_atlas = find_atlas

    def make(self, receipt: Receipt) -> bool:
        """Keep the page about an attempt whose grade is written; return whether it could be made."""
        told = self._requests.told_cells(receipt.student, receipt.lesson)
        only = self._choose_notebooks(receipt)
        pages = make_attempt_pages(self._course, receipt.lesson, receipt.student, self._find_atlas, told, only)
        if isinstance(pages, FailedPage):
            _LOG.error("%s/%s: no page: %s", receipt.student, receipt.lesson, pages.reason)
            return False
        self._receipts.save_page(receipt.id, pages.now, pages.later)
        if pages.is_whole:
            write_file(page_path(self._course, receipt.lesson, receipt.student), pages.now)
        else:
            self.refresh(receipt.lesson, [receipt.student])
        return True

    def _choose_notebooks(self, receipt: Receipt) -> list[str]:
        """Return the notebooks that the page is about, none for all.

        Where the best attempt counts, the others would tell which of several attempts at them hidden tests liked best.
        """
        is_best = read_desk_settings(self._course, receipt.lesson).counts == "best"
        return [file.notebook for file in receipt.files] if is_best else []

    def refresh(self, lesson: str, students: Sequence[str]) -> None:
        """Bring published results up to date, where a new attempt may tell all that is on them.

        Where hidden verdicts are withheld, results stay as they were published: a total would tell of each attempt.
        """
        found = Catalogue(self._course).find(lesson)
        if found is None or not self._publications.has(lesson):
            return
        names = [notebook.name for notebook in found.lesson.notebooks]
        open_ones = [one for one in students if all(found.tells_hidden(name, one) for name in names)]
        if open_ones:
            write_feedback(self._course, lesson, open_ones, self._find_atlas, is_over=True)

    def remake(self) -> None:
        """Make the pages anew of whom an answer to a request told another score."""
        for request in self._requests.with_due_pages():
            try:
                self._remake(request)
            except AutograderError as error:
                _LOG.error("%s/%s: the page stays as it was: %s", request.student, request.lesson, error)
            self._requests.settle_page(request.id)

    def _remake(self, request: Request) -> None:
        for receipt in self._receipts.of_student(request.student, request.lesson):
            if receipt.state is ReceiptState.GRADED and self._is_of_record(receipt, request.key.notebook):
                self.make(receipt)
                break
        if self._publications.has(request.lesson):
            write_feedback(self._course, request.lesson, [request.student], self._find_atlas, is_over=True)

    def _is_of_record(self, receipt: Receipt, notebook: str) -> bool:
        """Whether what counts of a notebook came with this receipt."""
        grade = read_grade(record_path(self._course, receipt.lesson, receipt.student))
        graded = grade.notebook(notebook) if grade is not None else None
        return graded is not None and any(
            (file.notebook, file.digest) == (notebook, graded.digest) for file in receipt.files
        )
