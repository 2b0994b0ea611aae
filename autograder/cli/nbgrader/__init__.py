"""nbgrader's own commands on our execution: the course's nbgrader_config.py calls `use_jail`. Loads no nbgrader."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["use_jail"]

_CONVERTERS = f"{__name__}.converters"


def use_jail(config: Any) -> None:
    """Let every nbgrader command of this course grade in the jail; `config` is nbgrader's, as its file has it."""
    refuse = f"{_CONVERTERS}.RefuseToExecute"
    config.Autograde.sanitize_preprocessors = [refuse]
    config.Autograde.autograde_preprocessors = [refuse]
    config.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        f"{_CONVERTERS}.HideHiddenTests",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    if "nbgrader.apps" in sys.modules:  # one of nbgrader's programs reads its configuration, not one of ours
        from autograder.cli.nbgrader.converters import replace_converters

        replace_converters()
