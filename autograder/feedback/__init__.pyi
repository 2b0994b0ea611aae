from .page import render_page
from .rendering import close_formatter, launch_formatter, render_nbgraders_code, render_nbgraders_prose, start_page
from .wording import OutcomeLine, explain_outcome

__all__ = [
    "OutcomeLine",
    "close_formatter",
    "explain_outcome",
    "launch_formatter",
    "render_nbgraders_code",
    "render_nbgraders_prose",
    "render_page",
    "start_page",
]
