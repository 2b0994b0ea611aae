from .classroom import Classroom, read_classroom
from .explanations import (
    AnswerGroup,
    AnswerKind,
    CellAnswers,
    HandGradeEntry,
    find_explanations,
    grade_explanations,
    group_answers,
)
from .export import Export, export_grades
from .groups import BehaviourGroup, find_groups, save_group
from .pages import AttemptPages, FailedPage, WrittenPages, make_attempt_pages, write_feedback
from .report import write_report
from .rows import ClassRow, Flag, FlagKind, RowStatus

__all__ = [
    "AnswerGroup",
    "AnswerKind",
    "AttemptPages",
    "BehaviourGroup",
    "CellAnswers",
    "ClassRow",
    "Classroom",
    "Export",
    "FailedPage",
    "Flag",
    "FlagKind",
    "HandGradeEntry",
    "RowStatus",
    "WrittenPages",
    "export_grades",
    "find_explanations",
    "find_groups",
    "grade_explanations",
    "group_answers",
    "make_attempt_pages",
    "read_classroom",
    "save_group",
    "write_feedback",
    "write_report",
]
