"""The names of cells are read within a bound, whatever the cells are made of."""

from __future__ import annotations

import time

import pytest

from autograder.submissions.names import NameReader

LENGTH = 19_990  # of a cell; longer ones are not read


@pytest.mark.parametrize("unit", ["\n", " ", "%\n", "import (", "import   ", "a=1\n", "?\n"])
def test_a_notebook_is_read_within_its_bound(unit: str) -> None:
    """Ten cells as long as are read: less than the 2 s that we give a notebook, where each line was read by itself 25 s."""
    reader, start_s = NameReader(), time.process_time()
    for number in range(10):
        reader.read_text((unit * LENGTH)[:LENGTH] + f"\n#{number}")
    assert time.process_time() - start_s < 2.0


@pytest.mark.parametrize(
    "source", ["%run a.py", "x = 1\n  %load_ext a", "\n\n%%time\nx = 1", "from a import (*)", "from a import *"]
)
def test_what_may_bind_any_name_is_open(source: str) -> None:
    """A magic that runs code and a star import, wherever in the cell they stand."""
    assert NameReader().read_text(source).is_open


def test_what_a_magic_gives_to_a_name_may_be_anything() -> None:
    """`x = %who` is no Python, and IPython may do more with it than bind `x`; a format with a percent sign is Python."""
    assert NameReader().read_text("x = %who\ny = 1").is_open
    assert NameReader().read_text("x['k'] = !ls\ny = 1").is_open
    for magic in ("", "!ls\n"):
        found = NameReader().read_text(f"{magic}print('a=%d' % 3)\ny = 1")
        assert (found.is_open, found.binds) == (False, {"y"})


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73", "\uff9e\u0301"])
def test_a_name_of_nothing_but_marks_is_not_read(marks: str) -> None:
    """Python would sort the marks one by one: 4 s for a cell. Such a cell may bind any name."""
    reader, start_s = NameReader(), time.process_time()
    sources = ["a" + (marks * LENGTH)[: LENGTH - 20] + f" = {number}" for number in range(5)]
    assert all(reader.read_text(source).is_open for source in sources)
    assert all(reader.read_text(f"%time\n{source}").is_open for source in sources)
    assert time.process_time() - start_s < 1.0
    assert reader.read_text("caf\u00e9 = 'e\u0301\u0316'").binds == {"caf\u00e9"}
