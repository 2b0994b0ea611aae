from .check import Checked, check_notebook
from .cluster import Cluster, find_differences
from .plan import GradeOptions, Reason, choose_students
from .pool import local_pool, start_forkserver
from .remote import grade_chunk
from .run import GradeSummary, Progress, grade_lesson
from .work import Chunk, GradedNotebook, Machine, Work

__all__ = [
    "Checked",
    "Chunk",
    "Cluster",
    "GradeOptions",
    "GradeSummary",
    "GradedNotebook",
    "Machine",
    "Progress",
    "Reason",
    "Work",
    "check_notebook",
    "choose_students",
    "find_differences",
    "grade_chunk",
    "grade_lesson",
    "local_pool",
    "start_forkserver",
]
