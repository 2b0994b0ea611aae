from .child import Child, Copy
from .doctor import Finding, examine
from .limits import Budget, Limits
from .notebook import AT_ONCE_S, StudentNotebook
from .promises import PROMISES, Promise, not_kept_by
from .questions import Call, Student, expect_own_handles
from .replies import CellResult
from .runners import RUNNERS, find_runner
from .student import StudentProxy, open_student
from .warm import WarmProcess, warm_process
from .wire import Handle

__all__ = [
    "AT_ONCE_S",
    "PROMISES",
    "RUNNERS",
    "Budget",
    "Call",
    "CellResult",
    "Child",
    "Copy",
    "Finding",
    "Handle",
    "Limits",
    "Promise",
    "Student",
    "StudentNotebook",
    "StudentProxy",
    "WarmProcess",
    "examine",
    "expect_own_handles",
    "find_runner",
    "not_kept_by",
    "open_student",
    "warm_process",
]
