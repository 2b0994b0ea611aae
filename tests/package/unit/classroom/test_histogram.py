"""The chart of totals is an SVG that is the same for the same totals."""

from __future__ import annotations

import base64

from autograder.classroom.distribution import count_totals
from autograder.classroom.histogram import draw_histogram


def test_the_chart_is_an_svg_whose_text_is_text() -> None:
    """Bars are labelled with counts; the date of the day is not in it."""
    bins = count_totals([1, 1, 1, 9.5], 10)
    address = draw_histogram(bins, 3.5, 2.7)
    assert address.startswith("data:image/svg+xml;base64,")
    svg = base64.b64decode(address.partition(",")[2]).decode()
    assert ">3</text>" in svg
    assert ">10</text>" in svg
    assert "<dc:date>" not in svg
    assert draw_histogram(bins, 3.5, 2.7) == address
