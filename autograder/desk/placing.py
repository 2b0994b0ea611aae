"""Put what counts where `autograder grade` looks for it: notebooks, and the files that came beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.course import Course
from autograder.desk.receipt import NotebookScore, Receipt, ReceiptState
from autograder.desk.receipts import Receipts
from autograder.errors import GradebookError
from autograder.files import write_file
from autograder.submissions import set_timestamp

__all__ = ["find_best", "place_best", "place_notebooks"]


def place_notebooks(course: Course, receipts: Receipts, receipt: Receipt) -> None:
    """Put what a receipt holds into gradebook/submitted/, and its time. What is there of others stays."""
    for file in receipt.files:
        _place(course, receipts.notebook_path(receipt.id, file.notebook), receipt)
    _place_beside(course, receipts, receipt)
    set_timestamp(course.submitted / receipt.student / receipt.lesson, receipt.received_s)


def place_best(course: Course, receipts: Receipts, best: Mapping[str, Receipt]) -> None:
    """Put each notebook of somebody's best attempts there; the time is that of the last of these attempts.

    Beside them lies what lay there at that time: of each name the newest, and nothing that came later.
    """
    for notebook, receipt in best.items():
        _place(course, receipts.notebook_path(receipt.id, notebook), receipt)
    last = max(best.values(), key=lambda receipt: receipt.number)
    folder, earlier = course.submitted / last.student / last.lesson, set()
    for receipt in reversed(receipts.of_student(last.student, last.lesson)):
        if receipt.number <= last.number:
            if receipts.has_files(receipt.id):
                _place_beside(course, receipts, receipt)
            earlier |= {file.name for file in receipt.beside}
        else:
            for name in {file.name for file in receipt.beside} - earlier:
                (folder / name).unlink(missing_ok=True)
    set_timestamp(folder, last.received_s)


def _place_beside(course: Course, receipts: Receipts, receipt: Receipt) -> None:
    for file in receipt.beside:
        _place(course, receipts.beside_path(receipt.id, file.name), receipt)


def _place(course: Course, path: Path, receipt: Receipt) -> None:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GradebookError(f"cannot be read ({error.strerror})", hint="see the disk", path=path) from None
    write_file(course.submitted / receipt.student / receipt.lesson / path.name, data, receipt.received_s)


def find_best(receipt: Receipt, scores: Sequence[NotebookScore], others: Sequence[Receipt]) -> dict[str, Receipt]:
    """Return the attempt that counts for each of a student's notebooks if the best one does; of equal ones the last.

    `scores` are those of the receipt, which is not over yet.
    """
    found = [(one, receipt) for one in scores]
    for other in others:
        if other.state is ReceiptState.GRADED and other.id != receipt.id:
            found += [(one, other) for one in other.scores]
    found.sort(key=lambda pair: (pair[0].score, pair[1].number))
    return {one.notebook: other for one, other in found}
