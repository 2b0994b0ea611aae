"""The colours of code. Pygments' styles are ours, so that this needs no time limit."""

from __future__ import annotations

import functools

__all__ = ["CODE_CLASS", "write_code_style"]

CODE_CLASS = "code"


@functools.cache
def write_code_style(name: str) -> str:
    """Return the CSS of one of Pygments' styles."""
    from pygments.formatters.html import HtmlFormatter

    return str(HtmlFormatter(style=name).get_style_defs(f".{CODE_CLASS}"))
