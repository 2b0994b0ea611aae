"""Code and prose of a student as HTML with nothing alive in it."""

from __future__ import annotations

from autograder.feedback.rendering import render_code, render_prose, write_code_style


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
    """And say so."""
    for render in (render_code, render_prose):
        assert "过长" in render("x " * 30_000)
        assert "过长" not in render("x " * 10_000)
