"""Pictures and tables of an answer that lost points, shown beside those of the reference: decision regions, parameters.

A lesson names them in `tests/<lesson>/probes.py`: a generator function `show_<solution cell>` yields them, made by
`show_regions` and `show_parameters`::

    def show_inside(student):
        yield show_regions("inside", lambda grid: student.call("inside", grid), POINTS)

The student's part of an exhibit is what student code said: plain characters and short texts, checked here for number,
kind and size. What cannot be shown says why instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from autograder.errors import StudentError
from autograder.text import cut_text, join_languages

if TYPE_CHECKING:
    import torch

    from autograder.sandbox import Handle, Student

__all__ = ["PER_SIDE", "Exhibit", "Point", "show_parameters", "show_regions"]

PER_SIDE = 41
_MOST_ROWS = 40
_MOST_DIMENSIONS = 8
_MOST_CHARS = 60

Point = tuple[float, float, int]

_PARAMETERS = """
[[name, list(parameter.shape)] for name, parameter in list(torch.nn.Module.named_parameters(net))[:200]]
"""


class Exhibit(msgspec.Struct, frozen=True):
    """One picture or table of one answer. `problem` says why it is missing, or "".

    Of "regions", `rows` holds one text of `PER_SIDE` characters for each x2, from `low` up: "0" and "1" for the label
    at that x1, "?" for any other number; `points` are (x1, x2, right label). Of a "table", `rows` holds the cells, the
    first row its head; the first column names a row.
    """

    kind: Literal["regions", "table"]
    title: str
    rows: tuple[tuple[str, ...], ...] = ()
    problem: str = ""
    low: float = 0.0
    high: float = 0.0
    points: tuple[Point, ...] = ()


def show_regions(
    title: str,
    ask: Callable[[torch.Tensor], Any],
    points: Sequence[Point],
    low: float = -2.0,
    high: float = 3.0,
) -> Exhibit:
    """Return the regions of a classifier of two numbers on a square, asked once.

    `ask` gets float32 (PER_SIDE ** 2, 2), x1 changing fastest, and gives a label for each row. Steps of 1/8 are exact:
    a line through places of the grid is drawn straight.
    """
    import torch  # records are read by whoever does without it

    from autograder.suite.values import as_tensor

    sides = low + (high - low) * torch.arange(PER_SIDE, dtype=torch.float64) / (PER_SIDE - 1)
    x2, x1 = torch.meshgrid(sides.round(decimals=6), sides.round(decimals=6), indexing="ij")
    grid = torch.stack([x1.reshape(-1), x2.reshape(-1)], dim=1).float()
    rows: tuple[tuple[str, ...], ...] = ()
    problem = ""
    try:
        labels = as_tensor(ask(grid))
    except StudentError as error:
        problem = cut_text(str(error), 300)
    else:
        if labels is None or labels.numel() != len(grid) or labels.is_complex():
            problem = join_languages(
                f"no label for each of {len(grid)} rows", f"没有为 {len(grid)} 行中的每一行给出标签"
            )
        else:
            found = labels.reshape(-1).double()
            text = "".join("1" if label == 1.0 else "0" if label == 0.0 else "?" for label in found.tolist())
            rows = tuple((text[start : start + PER_SIDE],) for start in range(0, len(text), PER_SIDE))
    return Exhibit("regions", title, rows, problem, low, high, tuple(points))


def show_parameters(title: str, student: Student, build: Callable[[], Handle]) -> Exhibit:
    """Return the names, shapes and counts of the parameters of a module that `build` asks the student for."""
    from autograder.suite.values import describe

    try:
        found = student.evaluate(_PARAMETERS, net=build())
    except StudentError as error:
        return Exhibit("table", title, problem=cut_text(str(error), 300))
    if not isinstance(found, list) or not all(_is_parameter(item) for item in found):
        return Exhibit("table", title, problem=join_languages("the parameters cannot be read", "无法读取参数"))
    rows = [("parameter / 参数", "shape / 形状", "count / 个数")]
    total = 0
    for name, shape in found:
        count = 1
        for size in shape:
            count *= size
        total += count
        if len(rows) <= _MOST_ROWS:
            rows.append((cut_text(name, _MOST_CHARS), describe(tuple(shape)), str(count)))
    if len(found) > _MOST_ROWS:
        rows.append(("…", "", ""))
    rows.append(("total / 合计", "", str(total)))
    return Exhibit("table", title, tuple(rows))


def _is_parameter(item: Any) -> bool:
    if not isinstance(item, list) or len(item) != 2 or not isinstance(item[0], str) or not isinstance(item[1], list):
        return False
    return len(item[1]) <= _MOST_DIMENSIONS and all(type(size) is int and 0 <= size < 1 << 40 for size in item[1])
