"""The picture in ARCHITECTURE.md is that of the code."""

from __future__ import annotations

import draw_architecture


def test_the_picture_is_up_to_date() -> None:
    """docs/architecture.svg is what `make architecture` draws from the code as it is now."""
    assert draw_architecture.PICTURE.read_text(encoding="utf-8") == draw_architecture.draw(), "run `make architecture`"
