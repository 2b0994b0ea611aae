from .book import Book, DueDates, open_book
from .by_hand import HandGrade, HandGraded
from .conversion import convert_release, enter_lesson
from .database import put_programs_on_path
from .due import set_due
from .forgetting import compact_database, count_rows, read_person_names, remove_rows
from .former import Census, FormerRow
from .ledger import HandLedger
from .release import Released, release_lesson
from .rows import Reviews
from .standings import Standing
from .times import read_time, seconds_late

__all__ = [
    "Book",
    "Census",
    "DueDates",
    "FormerRow",
    "HandGrade",
    "HandGraded",
    "HandLedger",
    "Released",
    "Reviews",
    "Standing",
    "compact_database",
    "convert_release",
    "count_rows",
    "enter_lesson",
    "open_book",
    "put_programs_on_path",
    "read_person_names",
    "read_time",
    "release_lesson",
    "remove_rows",
    "seconds_late",
    "set_due",
]
