"""Draws the decision regions of a classifier of two numbers as a small PNG."""

from __future__ import annotations

import base64
import io
import math
from functools import lru_cache

import numpy

from autograder.suite import PER_SIDE, Exhibit

__all__ = ["draw_regions", "find_misplaced"]

_GROUND = {"0": (0.84, 0.90, 0.98), "1": (1.0, 0.88, 0.74), "?": (0.82, 0.82, 0.84)}
_INK = {0: "#2b62b3", 1: "#c25e00"}
_WRONG = "#c4162a"


def find_misplaced(exhibit: Exhibit) -> list[int]:
    """Return which of the points lie in a region of another label."""
    found = []
    for number, (x1, x2, label) in enumerate(exhibit.points):
        column, row = (round((x - exhibit.low) / (exhibit.high - exhibit.low) * (PER_SIDE - 1)) for x in (x1, x2))
        if exhibit.rows[row][0][column] != str(label):
            found.append(number)
    return found


@lru_cache(maxsize=512)
def draw_regions(exhibit: Exhibit) -> str:
    """Return the picture in base64: a colour for each label, the points with their right labels, wrong ones ringed."""
    from matplotlib.figure import Figure
    from PIL import Image

    colours = numpy.array([[_GROUND[mark] for mark in row] for (row,) in exhibit.rows])
    edge = (exhibit.high - exhibit.low) / (PER_SIDE - 1) / 2
    low, high = exhibit.low - edge, exhibit.high + edge
    figure = Figure(figsize=(2.4, 2.4), dpi=160)
    axes = figure.add_axes((0.14, 0.13, 0.83, 0.83))
    axes.imshow(colours, origin="lower", extent=(low, high, low, high), interpolation="nearest")
    wrong = find_misplaced(exhibit)
    for number, (x1, x2, label) in enumerate(exhibit.points):
        if number in wrong:
            axes.plot(x1, x2, "o", markersize=19, markerfacecolor="none", markeredgecolor=_WRONG, markeredgewidth=1.8)
        axes.plot(x1, x2, "o", markersize=12, color=_INK[label], markeredgecolor="white", markeredgewidth=0.8)
        axes.text(x1, x2 - 0.01, str(label), ha="center", va="center", color="white", fontsize=8, fontweight="bold")
    ticks = range(math.ceil(exhibit.low), math.floor(exhibit.high) + 1)
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    axes.tick_params(labelsize=7, length=2, pad=2, color="#8a93a0", labelcolor="#4a5462")
    axes.set_xlabel("$x_1$", fontsize=8, labelpad=0)
    axes.set_ylabel("$x_2$", fontsize=8, labelpad=-1)
    for spine in axes.spines.values():
        spine.set_color("#c3cad3")
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png")
    Image.open(drawn).convert("RGB").quantize(48).save(small, "PNG", optimize=True)
    return base64.b64encode(small.getvalue()).decode()
