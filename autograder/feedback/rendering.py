"""A student's code and prose as HTML, within a time for each text and one for each page.

A text that cannot be formatted in that time, or that is too long for it, is shown as it is, with a line that says so.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from autograder.feedback.formatter import Formatter
from autograder.text import show_both

__all__ = [
    "close_formatter",
    "launch_formatter",
    "render_code",
    "render_nbgraders_code",
    "render_nbgraders_prose",
    "render_prose",
    "start_page",
]

_MOST_CHARS = 40_000
_MOST_PAGE_CHARS = 1_000_000
_TEXT_S = 2.0
_PAGE_S = 4.0
_CUT = "\n\n... (cut / 过长，已截断)"
_NOTE = "This text could not be formatted. It is shown as it is. / 这段文字无法排版，按原样显示。"
_QUOTED = Markup('<p class="soft">{}</p><pre style="white-space: pre-wrap">{}</pre>')
_FORMATTER = Formatter()


class _Kind(NamedTuple):
    """A kind of text as `markup` names it, and the line and the frame for one that is shown as it is."""

    name: str
    note: Markup
    frame: Markup = Markup("{}")


_CODE = _Kind("code", show_both(_NOTE), Markup('<div class="code">{}</div>'))
_PROSE = _Kind("prose", show_both(_NOTE))
_NBGRADERS_CODE = _Kind("nbgrader's code", escape(_NOTE), Markup('<div class="highlight">{}</div>'))
_NBGRADERS_PROSE = _Kind("nbgrader's prose", escape(_NOTE))


@dataclass
class _Page:
    """What is left for a page's texts: processor time, and characters."""

    time_s: float = _PAGE_S
    chars: int = _MOST_PAGE_CHARS

    def render(self, kind: _Kind, text: str) -> str:
        """Return a text as HTML, formatted or as it is."""
        html = self._format(kind, text)
        return str(kind.frame.format(self._quote(kind, text))) if html is None else html

    def _format(self, kind: _Kind, text: str) -> str | None:
        """Return a text as HTML, None if that takes more than is left, or if there is no HTML for it."""
        if len(text) > min(_MOST_CHARS, self.chars) or self.time_s <= 0:
            return None
        formatted = _FORMATTER.format(kind.name, text, min(self.time_s, _TEXT_S))
        self.time_s -= formatted.time_s
        self.chars -= len(text) if formatted.html is not None else 0
        return formatted.html

    def _quote(self, kind: _Kind, text: str) -> Markup:
        """Return a text as it is, cut if it is too long."""
        shown = text[: min(_MOST_CHARS, self.chars)]
        self.chars -= len(shown)
        cut = _CUT if len(shown) < len(text) else ""
        return _QUOTED.format(kind.note, shown + cut)


_PAGE: ContextVar[_Page | None] = ContextVar("page", default=None)


def launch_formatter() -> None:
    """Start the process that formats texts, without waiting for it: it loads while this one does."""
    _FORMATTER.launch()


def close_formatter() -> None:
    """End the process that formats texts. The next text starts another one."""
    _FORMATTER.close()


def start_page() -> None:
    """Let the texts that are rendered from now on, in this thread, share the time of one page."""
    _PAGE.set(_Page())


def render_code(source: str) -> str:
    """Return Python as HTML, its words marked by classes; `write_code_style` has their colours."""
    return _find_page().render(_CODE, source)


def render_prose(source: str) -> str:
    """Return Markdown as HTML in which only harmless tags are left. Code in it is Python or plain text."""
    return _find_page().render(_PROSE, source)


def render_nbgraders_code(source: str) -> str:
    """Return Python as HTML as nbgrader's pages have it."""
    return _find_page().render(_NBGRADERS_CODE, source)


def render_nbgraders_prose(source: str) -> str:
    """Return Markdown as HTML as nbgrader's pages have it. HTML in it lives on: graded notebooks have none."""
    return _find_page().render(_NBGRADERS_PROSE, source)


def _find_page() -> _Page:
    return _PAGE.get() or _Page()
