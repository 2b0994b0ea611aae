"""nbgrader's directories on this layout. Read by every `nbgrader` command and by the formgrader."""

from pathlib import Path

c = get_config()  # noqa: F821

_root = Path(__file__).resolve().parent if "__file__" in globals() else Path.cwd()

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
