"""What a reply says is kept only in the promised form and within the notebook's limits."""

from __future__ import annotations

import struct
from typing import Any

import pytest

from autograder.errors import StackFrame
from autograder.sandbox.limits import Limits
from autograder.sandbox.replies import CellResult, ReplyReader, count_pixels, read_error


def png(width: int, height: int, size: int = 64) -> bytes:
    """The head of a picture that says it is of this size, filled up to so many bytes."""
    head = b"\x89PNG\r\n\x1a\n" + struct.pack("!I", 13) + b"IHDR" + struct.pack("!II", width, height)
    return head.ljust(size, b"\0")


def show(picture: bytes) -> dict[str, Any]:
    return {"show": "display_data", "text": "<Figure>", "png": picture}


def test_outputs_in_the_promised_form_are_kept() -> None:
    """Streams with their texts, shown values with text and picture; keys that nobody knows are dropped."""
    items = [{"stream": "stdout", "text": "a", "verdict": "PASSED"}, show(png(2, 3)), {"show": "execute_result"}]
    assert ReplyReader(Limits()).read_cell({"outputs": items, "score": 2}) == CellResult(
        ({"stream": "stdout", "text": "a"}, show(png(2, 3)), {"show": "execute_result"})
    )


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        {},
        {"outputs": "text"},
        {"outputs": [None, "text", ["stream", "stdout"]]},
        {"outputs": [{"stream": "stdin", "text": "a"}, {"stream": ["stdout"], "text": "a"}, {"stream": "stdout"}]},
        {"outputs": [{"stream": "stdout", "text": b"a"}, {"show": "html", "text": "a"}, {"show": None}]},
    ],
)
def test_outputs_of_another_form_are_left_out(reply: Any) -> None:
    """And nothing is raised."""
    assert ReplyReader(Limits()).read_outputs(reply) == ()


def test_text_is_cut_over_all_cells_of_a_notebook() -> None:
    """The limit, and room for the child's notes on what it cut, is for the notebook and not for each cell."""
    reader = ReplyReader(Limits(output_chars=1000))
    reply = {"outputs": [{"stream": "stdout", "text": "x" * 7000}]}
    assert [len(reader.read_outputs(reply)[0]["text"]) for _ in range(3)] == [7000, 4000, 0]


def test_pictures_are_limited_in_bytes_pixels_and_number() -> None:
    """What is over a limit is shown without its picture; a small picture counts as one of sixty."""
    reader = ReplyReader(Limits(image_bytes=100))
    assert ["png" in reader.read_outputs({"outputs": [show(png(2, 2))]})[0] for _ in range(2)] == [True, False]
    reader = ReplyReader(Limits())
    huge, not_one = show(png(100_000, 100_000)), show(b"GIF89a")
    assert [sorted(item) for item in reader.read_outputs({"outputs": [huge, not_one]})] == [["show", "text"]] * 2
    shown = reader.read_outputs({"outputs": [show(png(2, 2))] * 100})
    assert sum("png" in item for item in shown) == 60


def test_pixels_are_those_that_a_png_announces() -> None:
    """Bytes that are no PNG have none."""
    assert count_pixels(png(20, 30)) == 600
    assert count_pixels(b"") == count_pixels(b"\x89PNG\r\n\x1a\n") == count_pixels(b"x" * 64) == 0


def test_an_error_is_read_with_its_frames() -> None:
    """Control characters are cleaned away, and long texts cut."""
    frames = [[3, 1, "f", "return 1 / 0"], [3, -1, "f", ""], [True, 1, "f", ""], [1 << 31, 1, "f", ""], "f", None]
    error = read_error(
        {"error": {"type": "Zero\x1b[2J", "bases": ["A", 1, "B"], "message": "m" * 3000, "frames": frames}}
    )
    assert error is not None
    assert "\x1b" not in error.type_name
    assert (error.bases, len(error.message)) == (("A", "B"), 2000)
    assert error.frames == (StackFrame(3, 1, "f", "return 1 / 0"),)


def test_an_error_is_read_without_its_colours() -> None:
    """torch writes some of its messages in bold letters for a terminal: nothing of that is left."""
    error = read_error(
        {"error": {"type": "UnpicklingError", "message": "two options, \x1b[1mdo those\x1b[0m.\a", "frames": []}}
    )
    assert error is not None
    assert error.message == "two options, do those."


def test_an_error_of_another_form_says_what_it_can() -> None:
    """A dict without anything usable is an exception without a message; what is no dict is no error."""
    error = read_error({"error": {"type": 3, "message": None, "frames": "f", "bases": "b"}})
    assert error is not None
    assert (error.type_name, error.message, error.frames, error.bases) == ("Exception", "", (), ())
    for reply in (None, [], {}, {"error": None}, {"error": "text"}):
        assert read_error(reply) is None
