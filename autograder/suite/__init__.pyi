from .award import PartlyRight, award
from .behaviours import Behaviour, Observation
from .collecting import run_suites
from .compare import (
    WrongAnswer,
    expect,
    expect_dtype,
    expect_mapping,
    expect_number,
    expect_raised,
    expect_set,
    expect_shape,
    expect_tensor,
    expect_text,
    expect_unchanged,
    expect_values,
)
from .exhibits import PER_SIDE, Exhibit, Point, show_parameters, show_regions
from .forms import (
    expect_array,
    expect_list,
    expect_pair,
    read_array,
    read_list,
    read_number,
    read_tensor,
    read_text,
)
from .gradients import expect_gradient
from .judging import NOT_ANSWERED, describe_fault, show_frames, skip_dependents
from .learning import expect_learns
from .margins import Learned, Margins
from .outcomes import Blame, Expectation, Outcome, Verdict
from .probes import LessonProbes, load_probes, observe
from .rehearsed import Asked, Rehearsed, rehearse
from .session import Job
from .standins import Rewritten, Swap, observe_swapped, observe_with_standins
from .student import Handle, Student, StudentCrashed, StudentError, StudentMissing, StudentRaised, StudentTimedOut
from .together import Beside
from .tolerances import tolerance
from .values import as_number, as_tensor, as_text, describe

__all__ = [
    "NOT_ANSWERED",
    "PER_SIDE",
    "Asked",
    "Behaviour",
    "Beside",
    "Blame",
    "Exhibit",
    "Expectation",
    "Handle",
    "Job",
    "Learned",
    "LessonProbes",
    "Margins",
    "Observation",
    "Outcome",
    "PartlyRight",
    "Point",
    "Rehearsed",
    "Rewritten",
    "Student",
    "StudentCrashed",
    "StudentError",
    "StudentMissing",
    "StudentRaised",
    "StudentTimedOut",
    "Swap",
    "Verdict",
    "WrongAnswer",
    "as_number",
    "as_tensor",
    "as_text",
    "award",
    "describe",
    "describe_fault",
    "expect",
    "expect_array",
    "expect_dtype",
    "expect_gradient",
    "expect_learns",
    "expect_list",
    "expect_mapping",
    "expect_number",
    "expect_pair",
    "expect_raised",
    "expect_set",
    "expect_shape",
    "expect_tensor",
    "expect_text",
    "expect_unchanged",
    "expect_values",
    "load_probes",
    "observe",
    "observe_swapped",
    "observe_with_standins",
    "read_array",
    "read_list",
    "read_number",
    "read_tensor",
    "read_text",
    "rehearse",
    "run_suites",
    "show_frames",
    "show_parameters",
    "show_regions",
    "skip_dependents",
    "tolerance",
]
