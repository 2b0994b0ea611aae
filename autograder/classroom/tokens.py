"""Code as tokens, so that answers can be compared whatever their names, texts, comments and layout are."""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass

from autograder.course import SourceNotebook
from autograder.submissions import own_lines

__all__ = ["TokenizedAnswer", "find_given_names", "share_of_runs", "tokenize_answer"]

_RUN = 5
_MOST_CHARS = 20_000
# A text has so many parts at most, so that one without an end is not looked through again from each of its quotes.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>(?i:[rbfu]{0,2})(?:'{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*){0,2000}'{3}
        |"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*){0,2000}"{3}
        |'[^'\\\n]*(?:\\.[^'\\\n]*){0,200}'|"[^"\\\n]*(?:\\.[^"\\\n]*){0,200}"))
    |(?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>\*\*=?|//=?|[<>=!:+\-*/@%&|^]=|->|<<|>>|[^\s\w])""",
    re.VERBOSE | re.DOTALL,
)
_KEPT_NAMES = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | {"torch", "nn", "np", "numpy", "math", "plt", "F"}


@dataclass(frozen=True)
class TokenizedAnswer:
    """An answer as it is compared: its tokens and all runs of five of them; the names and comments are kept apart."""

    tokens: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]
    names: frozenset[str]
    comments: frozenset[str]


def find_given_names(notebook: SourceNotebook) -> frozenset[str]:
    """Return the names that the task gives: what its cells define for all that follow, and what answers are called."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    handed_out = "\n".join(cell.source for cell in code if not cell.is_solution)
    found = re.findall(r"^([\w, ]+?)\s*=[^=]|^(?:from\s+\S+\s+)?import\s+(.+)$", handed_out, re.MULTILINE)
    answers = re.findall(r"^(?:def|class)\s+(\w+)", "\n".join(cell.source for cell in code), re.MULTILINE)
    return frozenset(re.findall(r"[^\W\d]\w*", " ".join([*(a or b for a, b in found), *answers])))


def tokenize_answer(source: str, stub: str, given: frozenset[str]) -> TokenizedAnswer:
    """Return an answer as tokens; lines of the stub are taken out, the names in them count as given."""
    kept = _KEPT_NAMES | given | set(re.findall(r"[^\W\d]\w*", stub))
    tokens, names, comments = [], set(), set()
    before = ""
    for match in _TOKEN.finditer(own_lines(source[:_MOST_CHARS], stub)):
        kind, text = match.lastgroup, match.group()
        if kind == "comment":
            if not text.startswith("###"):
                comments.add(" ".join(text.strip("# ").split()))
            continue
        if kind == "name" and before != "." and text not in kept:
            names.add(text)
            text = "V"
        elif kind == "text":
            text = "S"
        tokens.append(text)
        before = text
    runs = frozenset(tuple(tokens[start : start + _RUN]) for start in range(max(0, len(tokens) - _RUN + 1)))
    return TokenizedAnswer(tuple(tokens), runs, frozenset(names), frozenset(comments - {""}))


def share_of_runs(one: TokenizedAnswer, other: TokenizedAnswer) -> float:
    """Return which part of the runs of two answers both have, from 0 to 1."""
    either = len(one.runs | other.runs)
    return len(one.runs & other.runs) / either if either else 0.0
