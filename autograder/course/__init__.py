"""The course on disk: its folders, its configuration, its lessons, and the cells of their source notebooks."""

from autograder.course.course import CONFIG_NAME, Course, find_course
from autograder.course.data import hash_files, list_files
from autograder.course.lesson import Lesson, Titles, load_lesson, require_lesson
from autograder.course.magics import blank_magics, is_costly, split_magic
from autograder.course.regions import Regions, read_regions
from autograder.course.releases import add_release, fingerprint
from autograder.course.settings import SETTINGS_NAME, CellSettings, HandedIn, Settings
from autograder.course.source import CellKey, SourceCell, SourceNotebook

__all__ = [
    "CONFIG_NAME",
    "SETTINGS_NAME",
    "CellKey",
    "CellSettings",
    "Course",
    "HandedIn",
    "Lesson",
    "Regions",
    "Settings",
    "SourceCell",
    "SourceNotebook",
    "Titles",
    "add_release",
    "blank_magics",
    "find_course",
    "fingerprint",
    "hash_files",
    "is_costly",
    "list_files",
    "load_lesson",
    "read_regions",
    "require_lesson",
    "split_magic",
]
