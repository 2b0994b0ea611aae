"""Text of strangers: nothing that a terminal, a browser or a spreadsheet would act on is left in it."""

from __future__ import annotations

import os

import pytest

from autograder.text import (
    clean_controls,
    clean_html,
    clean_line,
    clean_markdown,
    clean_name,
    clean_text,
    cut_text,
    spell_out_direction,
)


def test_a_terminal_is_told_nothing() -> None:
    """Escape sequences, control characters and marks of direction go; line ends, tabs and words stay."""
    assert clean_text("\x1b[31mred\x1b[0m\x07 \u202eabc\x00\n\tdone") == "red abc\n\tdone"
    assert clean_controls("\x1ba\x9bb\n\t\u202ec") == "ab\n\t\u202ec"


def test_a_source_shows_what_turns_its_direction() -> None:
    """A reader sees the escape in the place where a compiler sees the mark."""
    assert spell_out_direction("x = '\u202e'  # \u2066") == "x = '\\u202e'  # \\u2066"


def test_a_name_can_be_printed_whatever_bytes_it_is_made_of() -> None:
    """Half characters and control characters become replacement characters, one line at most."""
    assert clean_name(os.fsdecode(b"a\xff\nb")) == "a\ufffd\ufffdb"
    assert clean_name("张三.ipynb") == "张三.ipynb"
    assert clean_line("a\x1b[2Jb") == "a\ufffd[2Jb"


@pytest.mark.parametrize(("text", "short"), [("abc", "abc"), ("abcd", "ab…"), ("", "")])
def test_a_cut_text_says_that_it_was_cut(text: str, short: str) -> None:
    """Three characters at most here, the sign included."""
    assert cut_text(text, 3) == short


def test_html_keeps_its_words_and_loses_its_life() -> None:
    """Tags that do something, all attributes and all addresses go."""
    cleaned = clean_html('<p onclick="x()">a <b>b</b><script>alert(1)</script><img src=x><a href="http://x">c</a></p>')
    assert cleaned.count("<") == cleaned.count(">")
    assert "b</b>" in cleaned
    for word in ("onclick", "script", "alert", "img", "http"):
        assert word not in cleaned


def test_long_markdown_is_cleaned_like_short_markdown() -> None:
    """The short way remembers, the long one does not, and both take the same out."""
    evil = "<script>x</script> ![a](http://x) [b](javascript:x)"
    long = clean_markdown(evil + "a" * 20_000)
    assert long.startswith(clean_markdown(evil))
    for cleaned in (long, clean_markdown(evil)):
        assert "<" not in cleaned
        assert "![" not in cleaned
        assert "javascript:" not in cleaned
