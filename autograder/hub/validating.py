"""nbgrader's Validate button asks the desk: the visible tests of the course, in its jail, and not in the student's."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from nbgrader.validator import Validator

from autograder.desk import check_file, choose_lesson
from autograder.hub.mirror import find_desk

__all__ = ["DeskValidator", "use_desk_validator"]


class DeskValidator(Validator):  # type: ignore[misc]
    """Says what `autograder check` says, in the form that nbgrader's button shows."""

    def validate(self, filename: str) -> dict[str, list[dict[str, str]]]:
        """Return {} if nothing was found, else one failure with all lines of the check."""
        desk, path = find_desk(), Path(filename)
        found: dict[str, Any] = check_file(desk, choose_lesson(desk, [path], ""), path)
        if found["passed"]:
            return {}
        said = "\n".join(found["lines"])
        return {"failed": [{"source": path.name, "error": f"<pre>{html.escape(said)}</pre>", "raw_error": said}]}


def use_desk_validator(_: object = None) -> None:
    """Let nbgrader's button use it: it names the class in its own module, and has no setting for it."""
    from nbgrader.server_extensions.validate_assignment import handlers

    handlers.Validator = DeskValidator


def _load_jupyter_server_extension(_: object) -> None:
    use_desk_validator()


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "autograder.hub.validating"}]
