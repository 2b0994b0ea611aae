"""What a notebook is told of those that it comes after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.course import Settings, SourceNotebook
from autograder.grading.earlier import Earlier, EarlierNotebook
from autograder.submissions import RestoredNotebook


@pytest.mark.parametrize(
    ("setting", "seen", "says"),
    [
        ("at once", [], "of autodiff.ipynb, test_sum lost points"),
        ("never", [], ""),
        ("after due", [], ""),
        ("never", ["test_sum"], "autodiff.ipynb is not all right"),
    ],
)
def test_a_note_tells_nothing_of_hidden_tests_before_their_time(setting: Any, seen: list[str], says: str) -> None:
    """Where only a hidden test failed there is no note; where a visible one did too, no cell is named."""
    source = SourceNotebook("autodiff", Path("autodiff.ipynb"), (), None, "", settings=Settings(show_hidden=setting))
    restored = RestoredNotebook("autodiff", ())
    earlier = Earlier([EarlierNotebook(source, restored, lambda: ["test_sum"], lambda: seen)])
    [own] = earlier.choose()
    assert own.name == "autodiff"
    assert [note.split(":")[0] for note in earlier.notes] == ([says] if says else [])
