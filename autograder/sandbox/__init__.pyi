from .channel import Unread
from .child import Child, Copy
from .clock import STARVED_FACTOR
from .doctor import Finding, examine
from .earlier import EarlierCells, reference_cells, without_magic
from .limits import Budget, Limits, Usage, find_budget, find_limits, list_data
from .notebook import StudentNotebook
from .pictures import redraw_pictures
from .processors import share_processors, use_processor
from .promises import PROMISES, Promise, not_kept_by
from .questions import Call, Rehearsal, Replay, Student, expect_own_handles, give_or_raise
from .replies import CellResult
from .runners import RUNNERS, default_runner, find_runner, require_runner
from .student import StudentProxy, open_student
from .warm import WarmProcess, warm_process
from .wire import Encoded, Handle, WireError

__all__ = [
    "PROMISES",
    "RUNNERS",
    "STARVED_FACTOR",
    "Budget",
    "Call",
    "CellResult",
    "Child",
    "Copy",
    "EarlierCells",
    "Encoded",
    "Finding",
    "Handle",
    "Limits",
    "Promise",
    "Rehearsal",
    "Replay",
    "Student",
    "StudentNotebook",
    "StudentProxy",
    "Unread",
    "Usage",
    "WarmProcess",
    "WireError",
    "default_runner",
    "examine",
    "expect_own_handles",
    "find_budget",
    "find_limits",
    "find_runner",
    "give_or_raise",
    "list_data",
    "not_kept_by",
    "open_student",
    "redraw_pictures",
    "reference_cells",
    "require_runner",
    "share_processors",
    "use_processor",
    "warm_process",
    "without_magic",
]
