from .page import render_page
from .wording import OutcomeLine, explain_outcome

__all__ = ["OutcomeLine", "explain_outcome", "render_page"]
