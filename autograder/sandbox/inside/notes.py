"""What a notebook is told about the place where it runs, each thing once, in the outputs of the cell that meets it."""

from __future__ import annotations

from .outputs import OUTPUTS

_said: set[str] = set()


def say_once(text: str) -> None:
    """Show a line on the cell's stderr, if it was not shown before. Where nothing is shown, it is not said yet."""
    if OUTPUTS.is_open and text not in _said:
        _said.add(text)
        OUTPUTS.text("stderr", f"{text}\n")
