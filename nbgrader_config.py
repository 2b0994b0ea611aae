"""nbgrader's directories on this layout. Read by every `nbgrader` command and by the formgrader."""

import re
from pathlib import Path

from autograder.cli.nbgrader import use_jail

c = get_config()  # noqa: F821

_root = Path(__file__).resolve().parent if "__file__" in globals() else Path.cwd()

use_jail(c)  # `nbgrader autograde` and the formgrader grade as `autograder grade` does

c.CourseDirectory.root = str(_root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
c.CourseDirectory.submitted_directory = "gradebook/submitted"
c.CourseDirectory.autograded_directory = "gradebook/autograded"
c.CourseDirectory.feedback_directory = "gradebook/feedback"
c.CourseDirectory.solution_directory = "gradebook/solution"
c.CourseDirectory.db_url = f"sqlite:///{_root / 'gradebook' / 'gradebook.db'}"

c.ClearSolutions.code_stub = {"python": "# 在这里写你的代码 / YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "在这里写你的回答 / YOUR ANSWER HERE"

# What zip_collect takes: STUDENT_NOTEBOOK.ipynb or STUDENT_2026-01-05-12-00-00_NOTEBOOK.ipynb, in zips or as they are
c.ZipCollectApp.downloaded_directory = "gradebook/downloaded"
c.FileNameCollectorPlugin.named_regexp = (
    r"(?:.*/)?(?P<student_id>[^./+][^/+]*?)_(?:(?P<timestamp>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_)?(?P<file_id>"
    + "|".join(sorted({re.escape(path.stem) for path in (_root / "solutions").glob("*/*.ipynb")}, key=len)[::-1])
    + r")\.ipynb$"
)
