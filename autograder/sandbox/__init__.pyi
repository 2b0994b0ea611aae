from .child import Child
from .doctor import Check, examine
from .limits import Budget, Limits
from .promises import PROMISES, Promise, not_kept_by
from .runner import RUNNERS, WarmProcess, warm_process
from .student import AT_ONCE_S, Call, CellResult, Student, StudentProxy
from .wire import Handle

__all__ = [
    "AT_ONCE_S",
    "PROMISES",
    "RUNNERS",
    "Budget",
    "Call",
    "CellResult",
    "Check",
    "Child",
    "Handle",
    "Limits",
    "Promise",
    "Student",
    "StudentProxy",
    "WarmProcess",
    "examine",
    "not_kept_by",
    "warm_process",
]
