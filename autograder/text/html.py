"""HTML pages: templates, text in two languages, and HTML of strangers made harmless."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Collection
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from autograder.text.languages import split_languages

__all__ = ["PAGE_POLICY", "SWITCH_SCRIPT", "clean_html", "load_template", "show_both"]

_FRAME = Path(__file__).parent / "frame.html.j2"

# The choice of a language works without it, by two radio buttons and a style. It keeps `lang` true and the choice.
SWITCH_SCRIPT = """
(() => {
  const key = "autograder-language", root = document.documentElement;
  const inputs = ["zh", "en"].map((name) => document.getElementById(name));
  const remember = (name) => { try { localStorage.setItem(key, name); } catch { /* not allowed here */ } };
  const recall = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const name = recall() || (/^zh/i.test(navigator.language || "zh") ? "zh" : "en");
  for (const input of inputs) {
    if (input.id === name) { input.checked = true; root.lang = name; }
    input.addEventListener("change", () => { root.lang = input.id; remember(input.id); });
  }
})();
"""


def _write_policy(script: str) -> str:
    """Return what a page may do: nothing is fetched, no form is sent, and this script alone runs, by its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


PAGE_POLICY = _write_policy(SWITCH_SCRIPT)
_SAFE_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def clean_html(html: str, tags: Collection[str] = (), attributes: Collection[str] = ()) -> str:
    """Return HTML in which only harmless tags are left, without any attribute.

    `tags` are further ones that are harmless, those of MathML, which may have these `attributes`. What can be wider
    than the page can be reached with the keyboard, so that it can be scrolled.
    """
    import nh3

    cleaned = nh3.clean(
        html,
        tags=_SAFE_TAGS | {*tags},
        attributes={tag: {*attributes} for tag in tags},
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
        url_schemes=set(),
    )
    return re.sub(r"<a[^>]*>¶</a>", "", cleaned)  # links to headings, which have lost their names


@functools.cache
def load_template(path: Path) -> jinja2.Template:
    """Return a page's template.

    In it, `both` shows a text in both languages and `percent` a share as one. `frame.html.j2` has what pages share.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([path.parent, _FRAME.parent]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["both"] = show_both
    environment.filters["percent"] = lambda share: f"{100 * share:.0f} %"
    environment.globals |= {"switch_script": SWITCH_SCRIPT, "content_policy": PAGE_POLICY}
    return environment.get_template(path.name)


def show_both(text: str) -> Markup:
    """Return both halves of a text, of which the page shows one; a text that is no pair as it is."""
    english, chinese = split_languages(text)
    if english == chinese:
        return escape(text)
    return Markup('<span lang="zh">{}</span><span lang="en">{}</span>').format(chinese, english)
