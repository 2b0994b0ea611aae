"""Python and Markdown as HTML, by Pygments and nbconvert: parsers that one text can keep busy for days.

So they run in a process of their own, which `Formatter` starts. The process writes the line "ready", then it reads
requests, one line of JSON each, and writes one line of JSON for each:

    {"kind": "code", "text": "def f(): ...", "time_s": 2.0}  ->  {"html": "<div ...", "time_s": 0.01}

`kind` is one of KINDS. `html` is null if the text cannot be formatted. A text that takes more than `time_s` seconds of
processor time gets no answer: the kernel ends the process, whatever it is busy with.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from markupsafe import escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.strings import strip_files_prefix
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer
from pygments.lexers.special import TextLexer

from autograder.feedback.formulas import FORMULA_ATTRIBUTES, FORMULA_TAGS, format_formula
from autograder.feedback.style import CODE_CLASS
from autograder.text import clean_html

__all__ = ["KINDS", "serve"]

_PYTHON = frozenset({"python", "py", "python3", "py3", "ipython", "ipython3"})
_MOST_CHARS = 1_000_000  # of HTML: what is said once in Markdown can be repeated a thousand times
_MEMORY_BYTES = 2 << 30


class _PlainFences(IPythonRenderer):  # type: ignore[misc]
    """nbconvert's renderer, but a fence is Python or plain text: no name that is written there chooses a lexer."""

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return a picture. What is attached to the cell is filled in later, by whoever has the cell."""
        if url.startswith("attachment:"):
            return f'<img src="{escape(url)}" alt="{escape(text)}">'
        return str(super().image(text, url, title))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a block of code as HTML; `info` is what stands behind the fence."""
        name = (info or "").strip().split(maxsplit=1)[:1]
        if not name:
            return str(super().block_code(code))
        lexer = PythonLexer() if name[0].lower() in _PYTHON else TextLexer()
        return str(highlight(code, lexer, HtmlFormatter()))


class _PartOfPage(_PlainFences):
    """The same for our own page: formulas as MathML, which needs no script to be drawn, and headings below ours."""

    def heading(self, text: str, level: int, **attrs: dict[str, Any]) -> str:
        """Return a heading, all of one level: those of the page are above them."""
        return f"<h4>{text}</h4>\n"

    def block_math(self, body: str) -> str:
        """Return a formula of its own line."""
        return format_formula(body, is_block=True)

    def inline_math(self, body: str) -> str:
        """Return a formula in a line."""
        return format_formula(body, is_block=False)

    def latex_environment(self, name: str, body: str) -> str:
        """Return an environment, such as align, as a formula of its own line."""
        return format_formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", is_block=True)


def _format_markdown(source: str, renderer: type[_PlainFences] = _PlainFences) -> str:
    return str(MarkdownWithMath(renderer=renderer(escape=False)).render(source))


def _format_code(source: str) -> str:
    html = str(highlight(source, PythonLexer(), HtmlFormatter(cssclass=CODE_CLASS, wrapcode=True)))
    return html.replace("<pre>", '<pre tabindex="0">', 1)  # so that the keyboard reaches it, to scroll


def _format_nbgraders_code(source: str) -> str:
    return str(highlight(source or " ", PythonLexer(), HtmlFormatter(cssclass=" highlight hl-python")))


KINDS: dict[str, Callable[[str], str]] = {
    "code": _format_code,
    "prose": lambda source: clean_html(_format_markdown(source, _PartOfPage), FORMULA_TAGS, FORMULA_ATTRIBUTES),
    "nbgrader's code": _format_nbgraders_code,
    "nbgrader's prose": lambda source: str(strip_files_prefix(_format_markdown(source))),
}


def serve() -> None:
    """Answer requests until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt from the terminal is for the command
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGPROF])
    for form in KINDS.values():
        form("a *b* $c$")  # what is loaded at first use is loaded now
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    print("ready", flush=True)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        begin = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, request["time_s"])
        html = _format(request["kind"], request["text"])
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(json.dumps({"html": html, "time_s": time.process_time() - begin}), flush=True)


def _format(kind: str, text: str) -> str | None:
    """Return a text as HTML; None if its parser gives up or if it becomes too long."""
    try:
        html = KINDS[kind](text)
    except Exception:
        return None
    return html if len(html) <= _MOST_CHARS else None


if __name__ == "__main__":
    serve()
