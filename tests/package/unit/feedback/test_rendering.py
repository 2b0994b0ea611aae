"""Code and prose of a student as HTML with nothing alive in it."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from autograder.errors import AutograderError
from autograder.feedback import rendering
from autograder.feedback.formatter import Formatter
from autograder.feedback.rendering import render_code, render_nbgraders_prose, render_prose, start_page
from autograder.feedback.style import write_code_style

BUSY = "\\\\[ " * 10_000  # nbconvert looks for the end of a formula from each of its beginnings


@pytest.fixture(autouse=True)
def _start_page() -> None:
    start_page()


def test_code_is_coloured_and_escaped() -> None:
    """Words have classes, for which there is a style; tags are text."""
    html = render_code("def f():\n    return '<script>'")
    assert '<div class="code">' in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert ".code .k" in write_code_style("default")


def test_prose_keeps_harmless_tags_only() -> None:
    """No attribute, script, image or link lives on."""
    html = render_prose("# Why\n\n**so** [x](javascript:1) <img src=x onerror=1> <script>alert(1)</script>")
    assert "<strong>so</strong>" in html
    for word in ("<script", "<img", "javascript", "onerror", "href"):
        assert word not in html.lower()


def test_long_texts_are_cut() -> None:
    """And say so, as what they are."""
    for render in (render_code, render_prose):
        long = render("x <b>" * 10_000)
        assert "过长" in long
        assert "&lt;b&gt;" in long
        assert "could not be formatted" in long
        assert "过长" not in render("x " * 10_000)


@pytest.mark.parametrize("name", ["python", "py", "Python3", "ipython extra"])
def test_a_fence_of_python_is_read_as_python(name: str) -> None:
    """Its words are marked one by one."""
    assert "<span>def</span>" in render_prose(f"```{name}\ndef f(): ...\n```")


@pytest.mark.parametrize("name", ["text", "bash", "html", "mermaid", "easytrieve", "no-such-language"])
def test_any_other_fence_is_plain_text(name: str) -> None:
    """No lexer, no diagram, and the name is not shown."""
    html = render_prose(f"```{name}\ndef f(): <b>\n```")
    assert '<pre tabindex="0"><span></span>def f(): &lt;b&gt;\n</pre>' in html


def test_a_text_that_takes_too_long_is_shown_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The next one is formatted again, until the time of the page is used up; the next page has its own."""
    monkeypatch.setattr(rendering, "_TEXT_S", 0.2)
    rendering._PAGE.set(rendering._Page(time_s=0.3))
    assert "could not be formatted" in render_prose(BUSY)
    assert "<em>b</em>" in render_prose("*b*")
    assert "could not be formatted" in render_prose(BUSY)
    assert "could not be formatted" in render_prose("*b*")
    start_page()
    assert "<em>b</em>" in render_prose("*b*")
    assert capfd.readouterr() == ("", "")


def test_a_page_of_many_long_texts_is_cut() -> None:
    """Whatever they are, a million characters are the most."""
    pages = [render_code("'" * 30_000) for _ in range(35)]
    assert sum(map(len, pages)) < 60_000_000
    assert "'" not in pages[-1].replace("&#39;", "'").split("<pre")[1].split(">")[1][:5]


def test_a_thread_has_its_own_page() -> None:
    """What another thread used up is not missing here."""
    rendering._PAGE.set(rendering._Page(time_s=0))
    assert "could not be formatted" in render_prose("*b*")
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(render_prose("*b*")))
    thread.start()
    thread.join()
    assert "<em>b</em>" in found[0]


def test_a_formatter_that_was_killed_is_started_again() -> None:
    """The text that it had in hand is not formatted, the next one is."""
    assert "<em>b</em>" in render_prose("*b*")
    process = rendering._FORMATTER._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert "could not be formatted" in render_prose("*b*")
    assert "<em>b</em>" in render_prose("*b*")


def test_a_formatter_that_cannot_start_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is our failure, and no page is quietly made without it."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(AutograderError, match="did not start"):
        Formatter().format("code", "x", 1.0)


def test_a_text_that_says_much_with_little_is_shown_as_it_is() -> None:
    """A link that is written once and used thousands of times."""
    html = render_nbgraders_prose(f"[a]: {'u' * 20_000}\n\n" + "[a]" * 600)
    assert "could not be formatted" in html
    assert len(html) < 100_000
