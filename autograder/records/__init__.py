"""What grading found, one file for each student and lesson, and the history of every score."""

from autograder.records.causes import Cause, CauseKind, OtherCell, Relation
from autograder.records.folders import (
    DESK,
    autograded_path,
    hold_gradebook,
    is_gradebook_wanted,
    page_path,
    record_path,
    sweep_temporary_files,
)
from autograder.records.grades import CellGrade, Grade, NotebookGrade, grade_cells, read_grade, write_grade
from autograder.records.history import (
    Change,
    ChangeKind,
    HistoryLine,
    append_history,
    find_changes,
    find_user,
    read_history,
)

__all__ = [
    "DESK",
    "Cause",
    "CauseKind",
    "CellGrade",
    "Change",
    "ChangeKind",
    "Grade",
    "HistoryLine",
    "NotebookGrade",
    "OtherCell",
    "Relation",
    "append_history",
    "autograded_path",
    "find_changes",
    "find_user",
    "grade_cells",
    "hold_gradebook",
    "is_gradebook_wanted",
    "page_path",
    "read_grade",
    "read_history",
    "record_path",
    "sweep_temporary_files",
    "write_grade",
]
