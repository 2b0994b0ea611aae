"""Of many versions of a notebook one counts; to find it takes as long as there are versions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from autograder.course import SourceNotebook
from autograder.submissions.versions import Version, Versions

SOURCE = SourceNotebook("nb", Path("nb.ipynb"), (), None, "")


@pytest.mark.parametrize("is_same", [True, False])
def test_thousands_of_versions_take_no_longer_than_they_are_many(is_same: bool) -> None:
    """A zip may hold 20,000 files of one name: to look at all versions for each of them took a minute."""
    versions, start_s = Versions(SOURCE), time.process_time()
    for number in range(8_000):
        versions.add(Version(f"{number}", saved_s=float(number % 5_000)), b"1" if is_same else b"%d" % number)
    assert (versions.best.source, versions.is_tied) == ("4999", False)
    assert versions.data == (b"1" if is_same else b"4999")
    assert time.process_time() - start_s < 2.0
