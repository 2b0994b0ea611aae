"""What students hand in: who they are, how it gets here, which file is which notebook, and how it is restored."""

from autograder.submissions.archive import FoundFile, read_downloads
from autograder.submissions.collect import Collection, collect_files
from autograder.submissions.intake import (
    Submission,
    SubmittedFile,
    identify_notebook,
    list_odd_folders,
    list_students,
    parse_notebook,
    read_file,
    read_submission,
)
from autograder.submissions.problems import Problem, ProblemKind
from autograder.submissions.restore import (
    RestoredCell,
    RestoredNotebook,
    answer_text,
    own_lines,
    restore_locked_cells,
)
from autograder.submissions.roster import Roster, Student, read_roster

__all__ = [
    "Collection",
    "FoundFile",
    "Problem",
    "ProblemKind",
    "RestoredCell",
    "RestoredNotebook",
    "Roster",
    "Student",
    "Submission",
    "SubmittedFile",
    "answer_text",
    "collect_files",
    "identify_notebook",
    "list_odd_folders",
    "list_students",
    "own_lines",
    "parse_notebook",
    "read_downloads",
    "read_file",
    "read_roster",
    "read_submission",
    "restore_locked_cells",
]
