from .cells import find_pictures
from .page import render_page
from .rendering import (
    close_formatter,
    launch_formatter,
    render_code,
    render_nbgraders_code,
    render_nbgraders_prose,
    render_prose,
    start_page,
)
from .style import write_code_style
from .terminal import Language, explain_check, find_language
from .withholding import find_hidden_cells, withhold_hidden
from .wording import OutcomeLine, explain_diagnosis, explain_outcome

__all__ = [
    "Language",
    "OutcomeLine",
    "close_formatter",
    "explain_check",
    "explain_diagnosis",
    "explain_outcome",
    "find_hidden_cells",
    "find_language",
    "find_pictures",
    "launch_formatter",
    "render_code",
    "render_nbgraders_code",
    "render_nbgraders_prose",
    "render_page",
    "render_prose",
    "start_page",
    "withhold_hidden",
    "write_code_style",
]
