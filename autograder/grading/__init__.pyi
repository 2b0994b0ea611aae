from .answers import sign_answers
from .check import Checked, check_notebook
from .cluster import Cluster, Workers, find_differences, open_local_workers
from .plan import GradeOptions, Reason, choose_students
from .pool import local_pool, start_forkserver
from .proof import Finding, Proof, prove_lesson
from .remote import grade_chunk
from .run import GradeSummary, Progress, grade_lesson, grade_students
from .work import Chunk, GradedNotebook, Machine, Work

__all__ = [
    "Checked",
    "Chunk",
    "Cluster",
    "Finding",
    "GradeOptions",
    "GradeSummary",
    "GradedNotebook",
    "Machine",
    "Progress",
    "Proof",
    "Reason",
    "Work",
    "Workers",
    "check_notebook",
    "choose_students",
    "find_differences",
    "grade_chunk",
    "grade_lesson",
    "grade_students",
    "local_pool",
    "open_local_workers",
    "prove_lesson",
    "sign_answers",
    "start_forkserver",
]
