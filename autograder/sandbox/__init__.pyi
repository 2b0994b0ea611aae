from .child import Child
from .doctor import Finding, examine
from .limits import Budget, Limits
from .promises import PROMISES, Promise, not_kept_by
from .questions import Call, Student
from .replies import CellResult
from .runners import RUNNERS, find_runner
from .student import AT_ONCE_S, StudentProxy
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
    "Finding",
    "Handle",
    "Limits",
    "Promise",
    "Student",
    "StudentProxy",
    "WarmProcess",
    "examine",
    "find_runner",
    "not_kept_by",
    "warm_process",
]
