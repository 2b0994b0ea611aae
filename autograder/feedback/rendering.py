"""A student's code and prose as HTML. This module alone loads nbconvert and Pygments."""

from __future__ import annotations

import functools

from nbconvert.filters import markdown2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from autograder.text import clean_html

__all__ = ["render_code", "render_prose", "write_code_style"]

_MOST_CHARS = 40_000
_CLASS = "code"


def render_code(source: str) -> str:
    """Return Python as HTML, its words marked by classes; `write_code_style` has their colours."""
    return str(highlight(_shorten(source), PythonLexer(), HtmlFormatter(cssclass=_CLASS, wrapcode=True)))


def render_prose(source: str) -> str:
    """Return Markdown as HTML in which only harmless tags are left."""
    return clean_html(markdown2html(_shorten(source)))


@functools.cache
def write_code_style(name: str) -> str:
    """Return the CSS of one of Pygments' styles."""
    return str(HtmlFormatter(style=name).get_style_defs(f".{_CLASS}"))


def _shorten(source: str) -> str:
    """Return a student's text, cut if its rendering would take long."""
    return source if len(source) <= _MOST_CHARS else f"{source[:_MOST_CHARS]}\n\n... (cut / 过长，已截断)"
