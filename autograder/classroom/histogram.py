"""Draws a histogram of totals as an SVG."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

from autograder.classroom.distribution import Bin

__all__ = ["draw_histogram"]


def draw_histogram(bins: Sequence[Bin], width_in: float, height_in: float) -> str:
    """Return a chart of the bins as an SVG in a data address. Its text is digits: what they count stands beside it."""
    # Matplotlib takes long to import: only who draws waits for it.
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "autograder", "font.size": 10}):
        figure = Figure(figsize=(width_in, height_in), layout="constrained")
        axes = figure.add_subplot()
        left = [low for low, _, _ in bins]
        counts = [students for _, _, students in bins]
        bars = axes.bar(left, counts, width=[high - low for low, high, _ in bins], align="edge", color="#2b62b3")
        for bar in bars:
            bar.set(edgecolor="white", linewidth=1.5)
        axes.bar_label(bars, [str(count) if count else "" for count in counts], padding=2, fontsize=9, color="#5a6575")
        axes.set_xlim(bins[0].low, bins[-1].high)
        axes.set_ylim(0, max(counts) * 1.18)
        axes.set_xticks([*left[::2], bins[-1].high])
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        axes.tick_params(colors="#5a6575", length=0)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color("#c9d1da")
        axes.grid(axis="y", color="#e1e6ec", linewidth=0.8)
        axes.set_axisbelow(True)
        file = io.BytesIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"
