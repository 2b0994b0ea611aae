"""TeX formulas as MathML, which browsers draw by themselves: nothing is fetched, and no script is needed.

The library that reads TeX is asked for a tree, and the tree is written anew here: known elements, known attributes,
and text. Its own writing would let a formula write tags. It is only used in the process of `markup`, which has limits.
"""

from __future__ import annotations

import html
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

__all__ = ["FORMULA_ATTRIBUTES", "FORMULA_TAGS", "format_formula"]

FORMULA_TAGS = frozenset({
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "ms", "mspace",
    "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
})  # fmt: skip
FORMULA_ATTRIBUTES = frozenset({
    "accent", "columnalign", "columnlines", "columnspacing", "depth", "display", "displaystyle", "fence", "form",
    "height", "linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines",
    "rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width",
})  # fmt: skip
_MOST_CHARS = 2_000
_MOST_DEPTH = 60


def format_formula(source: str, *, is_block: bool) -> str:
    """Return a formula as MathML; one that cannot be read as code, in the signs that it was written with."""
    from latex2mathml.converter import Converter

    display, sign = ("block", "$$") if is_block else ("inline", "$")
    try:
        if len(source) > _MOST_CHARS:
            raise ValueError("a long formula")
        return _write(Converter(display=display).convert_to_element(source), 0)
    except Exception:  # whatever the library makes of a stranger's text
        return Markup("<code>{}</code>").format(f"{sign}{source}{sign}")


def _write(element: Element, depth: int) -> str:
    """Return an element of the tree as text; `ValueError` if it is too deep or not known."""
    if element.tag not in FORMULA_TAGS or depth > _MOST_DEPTH:
        raise ValueError(f"<{element.tag}> in depth {depth}")
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items() if name in FORMULA_ATTRIBUTES)
    inside = "".join(_write(child, depth + 1) + _write_text(child.tail) for child in element)
    return f"<{element.tag}{attributes}>{_write_text(element.text)}{inside}</{element.tag}>"


def _write_text(text: Any) -> str:
    # The library writes signs as entities, in the middle of text.
    return str(escape(html.unescape(text or "")))
