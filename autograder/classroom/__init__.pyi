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
from .handing_out import SYSTEMS, PackedPages, pack_pages
from .messages import Draft, draft_messages, messages_folder, write_drafts, write_drafts_table
from .pages import AttemptPages, FailedPage, WrittenPages, make_attempt_pages, write_feedback
from .pseudonyms import make_pseudonym
from .report import write_report
from .rows import ClassRow, Flag, FlagKind, RowStatus

__all__ = [
    "SYSTEMS",
    "AnswerGroup",
    "AnswerKind",
    "AttemptPages",
    "BehaviourGroup",
    "CellAnswers",
    "ClassRow",
    "Classroom",
    "Draft",
    "Export",
    "FailedPage",
    "Flag",
    "FlagKind",
    "HandGradeEntry",
    "PackedPages",
    "RowStatus",
    "WrittenPages",
    "draft_messages",
    "export_grades",
    "find_explanations",
    "find_groups",
    "grade_explanations",
    "group_answers",
    "make_attempt_pages",
    "make_pseudonym",
    "messages_folder",
    "pack_pages",
    "read_classroom",
    "save_group",
    "write_drafts",
    "write_drafts_table",
    "write_feedback",
    "write_report",
]
