"""Text of strangers made harmless: for pages and terminals, for names, for spreadsheets, for Markdown.

All of it is here. What a browser would run, a terminal would obey or a spreadsheet would compute leaves as plain text.
"""

from __future__ import annotations

import functools
import itertools
import os
import re
import unicodedata

__all__ = [
    "clean_controls",
    "clean_formula",
    "clean_line",
    "clean_markdown",
    "clean_name",
    "clean_text",
    "cut_text",
    "part_marks",
    "spell_out_direction",
]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNSEEN = re.compile(rf"\x1b\[[0-?]*[ -/]*[@-~]|{_CONTROL.pattern}|[\u202a-\u202e\u2066-\u2069]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MOST_MARKS = 30
_STARTS_FORMULA = frozenset("=+-@−")
_SEPARATOR = re.compile(r"([;,|；，])")
_TEX_FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^$\n]+\$")


def clean_controls(text: str) -> str:
    """Return a text without control characters but line ends and tabs."""
    return _CONTROL.sub("", text)


def clean_text(text: str) -> str:
    """Return a text without escape sequences, control characters and marks that turn the direction of writing."""
    return _UNSEEN.sub("", text)


def spell_out_direction(text: str) -> str:
    """Return a source as a reader is to see it: what turns the direction of writing is written as its escape."""
    return _DIRECTION.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def clean_name(name: str) -> str:
    """Return the name of a file as text that can be printed and stored, whatever bytes it is made of."""
    return clean_line(os.fsencode(name).decode("utf-8", "replace"))


def clean_line(text: str) -> str:
    """Return one line with a replacement character for each sign that cannot be printed."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def cut_text(text: str, most: int) -> str:
    """Return a text of at most `most` characters; one that was cut ends in "…"."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def clean_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: "'" before what would start one, control characters gone.

    A spreadsheet that separates by another character starts a cell inside of the text, and East Asian ones read
    full-width signs as plain ones; both are defused too.
    """
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    parts = ["'" + part if _starts_formula(part) else part for part in _SEPARATOR.split(plain)]
    mark = "'" if text[:1] != plain[:1] and not parts[0].startswith("'") else ""
    return mark + "".join(parts)


def _starts_formula(text: str) -> bool:
    # Sign by sign: to normalize many marks on one letter takes the square of their number.
    for sign in itertools.chain.from_iterable(unicodedata.normalize("NFKC", sign) for sign in text):
        if not (sign.isspace() or sign == '"' or unicodedata.category(sign) == "Cf"):
            return sign in _STARTS_FORMULA
    return False


def part_marks(text: str) -> str:
    """Return a text in which no letter has more than 30 marks: to normalize so many takes the square of their number.

    A grapheme joiner after each 30 marks is Unicode's own way to part them (UAX 15, stream-safe text).
    """
    if text.isascii():
        return text
    parts, count = [], 0
    for sign in text:
        count = count + 1 if sign > "\x7f" and _is_mark(sign) else 0
        parts.append("\u034f" + sign if count and count % (_MOST_MARKS + 1) == 0 else sign)
    return "".join(parts)


@functools.lru_cache(maxsize=4096)
def _is_mark(sign: str) -> bool:
    """Whether a sign is a mark on the letter before it, or is normalized to marks: some are that no table calls so."""
    return unicodedata.combining(unicodedata.normalize("NFKD", sign)[0]) > 0


def clean_markdown(text: str) -> str:
    """Return Markdown in which no HTML, image or script of the student's lives on; words and formulas stay."""
    return _clean_short_markdown(text) if len(text) < 10_000 else _clean_markdown(text)


def _clean_markdown(text: str) -> str:
    # A renderer escapes formulas once more, so that they get TeX's words for the signs, and no entity either.
    text = _TEX_FORMULA.sub(lambda found: re.sub(r"&(?=[#\w])", "& ", found[0].replace("<", r"\lt ")), text)
    # Some renderers decode a link twice, so that an entity must not even be spelt out.
    text = re.sub(r"&(?!\s)", "&amp;", re.sub(r"&(?=#|\w+;)", "& ", text)).replace("<", "&lt;")
    text = re.sub(r"!\[", r"!\\[", text)
    # A renderer turns an entity or an escaped colon in a link back into a colon; a blank makes it no link at all.
    text = re.sub(r"(?i)(javascript|vbscript|data)\s*:", r"\1 :", text)
    # Formulas can hold links as well, put together by macros.
    return re.sub(r"(?i)\\(href|url|require|cssId|class|style|html\w*)(?![a-z])", r"\\mathrm", text)


_clean_short_markdown = functools.lru_cache(maxsize=256)(_clean_markdown)  # most are texts that every student was given
