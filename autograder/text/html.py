"""HTML pages: templates, text in two languages, and HTML of strangers made harmless."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from autograder.text.languages import split_languages

__all__ = ["clean_html", "load_template", "show_both"]

_SAFE_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def clean_html(html: str) -> str:
    """Return HTML in which only harmless tags are left, without any attribute."""
    import nh3

    cleaned = nh3.clean(html, tags=_SAFE_TAGS, attributes={}, url_schemes=set())
    return re.sub(r"<a[^>]*>¶</a>", "", cleaned)  # links to headings, which have lost their names


@functools.cache
def load_template(path: Path) -> jinja2.Template:
    """Return a page's template. In it, `both` shows a text in both languages and `percent` a share as one."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["both"] = show_both
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    return environment.from_string(path.read_text(encoding="utf-8"))


def show_both(text: str) -> Markup:
    """Return both halves of a text, of which the page shows one; a text that is no pair as it is."""
    english, chinese = split_languages(text)
    if english == chinese:
        return escape(text)
    return Markup('<span lang="zh">{}</span><span lang="en">{}</span>').format(chinese, english)
