"""Make nbgrader's own commands grade in the jail: the course's nbgrader_config.py calls `use_jail`.

Our own programs read that file too, so nbgrader is not imported here.
"""

from __future__ import annotations

import sys
from typing import Any

from autograder.course import SETTINGS_NAME

__all__ = ["use_jail"]

_USUALLY_IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")  # nbgrader's own default
_CONVERTERS = f"{__name__}.converters"
_FILTERS = f"{__name__}.filters"


def use_jail(config: Any) -> None:
    """Let every nbgrader command of this course grade in the jail; `config` is the file's `get_config()`."""
    config.CourseDirectory.ignore = [*_USUALLY_IGNORED, SETTINGS_NAME]
    refuse = f"{_CONVERTERS}.RefuseToExecute"
    config.Autograde.sanitize_preprocessors = [refuse]
    config.Autograde.autograde_preprocessors = [refuse]
    config.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        f"{_CONVERTERS}.HideHiddenTests",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    config.HTMLExporter.preprocessors = [f"{_FILTERS}.StartPage"]
    config.HTMLExporter.filters = {
        "markdown2html": f"{_FILTERS}.markdown2html",
        "highlight_code": f"{_FILTERS}.highlight_code",
        "strip_files_prefix": f"{_FILTERS}.keep_links",
    }
    if "nbgrader.apps" in sys.modules:  # it is one of nbgrader's programs that reads the file, not one of ours
        from autograder.cli.nbgrader.converters import replace_converters
        from autograder.cli.nbgrader.watching import watch_scores

        replace_converters()
        watch_scores(config)
