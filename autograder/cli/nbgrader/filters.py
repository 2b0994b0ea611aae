"""What nbgrader's pages of a graded notebook are made with, in the formgrader and by `nbgrader generate_feedback`.

nbconvert's own filters run parsers that one text can keep busy for days. These take the same texts, within a time.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import jinja2
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.feedback import launch_formatter, render_nbgraders_code, render_nbgraders_prose, start_page

__all__ = ["StartPage", "highlight_code", "keep_links", "markdown2html"]


_ATTACHED = re.compile(r'src="attachment:(?P<name>[^"]*)"')
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
_BASE64 = re.compile(r"[\w+/=\s]*")


class StartPage(NbGraderPreprocessor):  # type: ignore[misc]
    """Lets the texts of one notebook share the time of one page."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Return the notebook as it is."""
        launch_formatter()
        start_page()
        return nb, resources


@jinja2.pass_context
def markdown2html(context: Any, source: str) -> str:
    """Return Markdown as HTML, with the pictures that are attached to the cell."""
    attachments = getattr(context.get("cell"), "attachments", None) or {}

    def fill(found: re.Match[str]) -> str:
        for kind, data in attachments.get(unquote(found["name"]), {}).items():
            if kind in _PICTURES and _BASE64.fullmatch(data):
                return f'src="data:{kind};base64,{data}"'
        return 'src=""'

    return _ATTACHED.sub(fill, render_nbgraders_prose(source))


def highlight_code(source: str, language: str | None = None, metadata: Any = None) -> str:
    """Return code as HTML. It is Python, whatever language it says that it is."""
    return render_nbgraders_code(source)


def keep_links(html: str) -> str:
    """Return HTML as it is: `markdown2html` has done already what nbgrader's templates ask of `strip_files_prefix`."""
    return html
