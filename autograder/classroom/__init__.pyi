from .explanations import AnswerGroup, Answers, find_cells, group_answers
from .groups import Group, group_students, save_group
from .report import ClassData, render_report
from .similarity import find_copies
from .table import Line, draw_up, render_table

__all__ = [
    "AnswerGroup",
    "Answers",
    "ClassData",
    "Group",
    "Line",
    "draw_up",
    "find_cells",
    "find_copies",
    "group_answers",
    "group_students",
    "render_report",
    "render_table",
    "save_group",
]
