"""Pictures that were pasted into a notebook are read within a bound, however often its texts name them."""

from __future__ import annotations

import json
import time

from autograder.submissions.cells import SubmittedCell
from autograder.submissions.pictures import Pictures


def _attach(*names: str, size: int = 4) -> bytes:
    return json.dumps({name: {"image/png": "A" * size} for name in names}).encode()


def test_attachments_are_read_once_for_all_texts() -> None:
    """Texts that name a picture of another cell: each had all 16 MiB of attachments read again, in 0.2 s."""
    attached = SubmittedCell(0, "markdown", "", "", _attach(*map(str, range(16)), size=1 << 20))
    texts = [SubmittedCell(place, "markdown", f"![x](attachment:{place})", "") for place in range(1, 101)]
    pictures, start_s = Pictures([attached, *texts]), time.process_time()
    assert sum(len(pictures.of(cell)) for cell in texts) == 15
    assert time.process_time() - start_s < 2.0


def test_the_first_picture_of_a_name_counts() -> None:
    cells = [
        SubmittedCell(0, "markdown", "", "", _attach("a", size=8)),
        SubmittedCell(1, "markdown", "", "", _attach("a")),
        SubmittedCell(2, "markdown", "![x](attachment:a)", ""),
    ]
    ((_, data),) = Pictures(cells).of(cells[2])
    assert len(data) == 6
