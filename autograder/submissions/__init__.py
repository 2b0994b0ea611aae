"""What students hand in: who they are, how it gets here, which file is which notebook, and how it is restored."""

from autograder.submissions.accounts import Account, accounts_path, read_accounts
from autograder.submissions.beside import BesideFile, read_beside
from autograder.submissions.collect import Collection, collect_files
from autograder.submissions.files import read_file
from autograder.submissions.identify import identify_notebook
from autograder.submissions.intake import (
    Submission,
    SubmittedFile,
    is_student_name,
    list_odd_folders,
    list_students,
    read_submission,
)
from autograder.submissions.moments import MomentError, read_moment, read_zone
from autograder.submissions.names import NameReader, parse_cell
from autograder.submissions.owners import System
from autograder.submissions.pictures import PastedPicture, Shown, split_pictures
from autograder.submissions.problems import Problem, ProblemKind
from autograder.submissions.restore import restore_locked_cells
from autograder.submissions.restored import RestoredCell, RestoredNotebook, answer_text, own_lines
from autograder.submissions.roster import Roster, RosterEntry, load_roster, read_roster
from autograder.submissions.sections import read_own_sections
from autograder.submissions.times import read_days, read_extensions, read_times
from autograder.submissions.timestamps import parse_time, read_timestamp, set_timestamp
from autograder.submissions.uploads import SentNotebook, Upload, read_uploads

__all__ = [
    "Account",
    "BesideFile",
    "Collection",
    "MomentError",
    "NameReader",
    "PastedPicture",
    "Problem",
    "ProblemKind",
    "RestoredCell",
    "RestoredNotebook",
    "Roster",
    "RosterEntry",
    "SentNotebook",
    "Shown",
    "Submission",
    "SubmittedFile",
    "System",
    "Upload",
    "accounts_path",
    "answer_text",
    "collect_files",
    "identify_notebook",
    "is_student_name",
    "list_odd_folders",
    "list_students",
    "load_roster",
    "own_lines",
    "parse_cell",
    "parse_time",
    "read_accounts",
    "read_beside",
    "read_days",
    "read_extensions",
    "read_file",
    "read_moment",
    "read_own_sections",
    "read_roster",
    "read_submission",
    "read_times",
    "read_timestamp",
    "read_uploads",
    "read_zone",
    "restore_locked_cells",
    "set_timestamp",
    "split_pictures",
]
