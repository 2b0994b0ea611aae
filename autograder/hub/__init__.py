"""For students' servers on a JupyterHub: nbgrader's own buttons talk to the desk, over HTTP and without a shared disk.

`c.ExchangeFactory` names these classes, see docs/jupyterhub.md. They keep a copy of what the desk has in a folder of
the student's own, where nbgrader's classes look for it.
"""

from autograder.hub.exchange import DeskFetchAssignment, DeskFetchFeedback, DeskList, DeskSubmit
from autograder.hub.validating import DeskValidator, use_desk_validator

__all__ = [
    "DeskFetchAssignment",
    "DeskFetchFeedback",
    "DeskList",
    "DeskSubmit",
    "DeskValidator",
    "use_desk_validator",
]
