"""Formulas become MathML: known elements and attributes, and text; whatever else a formula says stays text."""

from __future__ import annotations

import re

import pytest

from autograder.feedback.formulas import FORMULA_ATTRIBUTES, FORMULA_TAGS, format_formula
from autograder.feedback.rendering import render_prose, start_page


@pytest.fixture(autouse=True)
def _start_page() -> None:
    start_page()


def test_a_formula_is_drawn_in_its_line_or_on_its_own() -> None:
    """Fractions, indices and the cases of a function; an environment without dollars, too."""
    html = render_prose("So $W_2(W_1x+b_1)$ is\n\n$$\\sigma(z)=\\frac{1}{1+e^{-z}}$$\n\n\\begin{align}a&=b\\end{align}")
    assert '<math display="inline"><mrow><msub><mi>W</mi><mn>2</mn></msub>' in html
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>1</mn><mo>+</mo>" in html
    assert html.count('<math display="block">') == 2
    assert "$" not in html
    assert "<mtable>" in render_prose(r"$\begin{cases}1,&z\ge0\\0,&z<0\end{cases}$")


@pytest.mark.parametrize(
    "text",
    [
        "$<script>alert(1)</script>$",
        "$&lt;script&gt;$",
        r"$\text{<img src=x onerror=alert(1)>}$",
        r"$\text{&#60;img src=x onerror=alert(1)&#62;}$",
        r"$\unicode{60}script\unicode{62}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\class{a}{x}\style{background:url(//evil)}{y}\cssId{z}{w}$",
        r'$\color{" onclick="alert(1)}{x}$',
        r'\begin{x" onerror="a}y\end{x" onerror="a}',
        "<math><mi href='javascript:1' onclick='1'>x</mi><annotation-xml encoding='text/html'><script>1</script></math>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_no_formula_comes_alive(text: str) -> None:
    """Every tag is a known one, every attribute is a known one of MathML."""
    html = render_prose(text)
    known = FORMULA_TAGS | {"p", "code", "pre", "em", "table", "tbody", "span"}
    for tag, attributes in re.findall(r"<(/?[A-Za-z][\w-]*)([^>]*)>", html):
        assert tag.lstrip("/") in known, html
        for name in re.findall(r'([\w-]+)="[^"]*"', attributes):
            assert name in FORMULA_ATTRIBUTES | {"tabindex"}, html


def test_what_is_no_formula_is_shown_as_it_was_written() -> None:
    """Too deep, too long, or wrong: the rest of the text is formatted all the same."""
    deep = "{" * 400 + "}" * 400
    for wrong in (deep, "x" * 3_000, r"\left( x"):
        assert format_formula(wrong, is_block=False) == f"<code>${wrong}$</code>"
    assert "<em>so</em>" in render_prose(f"*so* ${deep}$")
