from .page import render_page
from .wording import Line, explain

__all__ = ["Line", "explain", "render_page"]
