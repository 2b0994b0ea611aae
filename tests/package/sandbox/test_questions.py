"""Questions that go out together come back as if they had been asked one after the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from autograder.errors import StudentMissing, StudentRaised, TooMuchToRead
from autograder.sandbox import Budget, Child, WarmProcess, open_student
from autograder.sandbox.code import compile_source
from autograder.sandbox.notebook import _count_bytes

LIMIT_S = 10.0
LENGTH, LONG = compile_source("len(text)")[1], compile_source("'x' * (1 << 20)")[1]
CELL = """
import os, time, torch
kept = torch.zeros(2)
def add(number):
    global kept
    kept += number
    return kept
def fail():
    raise ValueError("no")
def deep():
    value = []
    for _ in range(100):
        value = [value]
    return value
def fork():
    if os.fork() == 0:
        time.sleep(0.2)
    return "forked"
def count():
    with open("count", "a") as file:
        file.write("x")
    time.sleep(0.4)
    return os.path.getsize("count")
"""


@pytest.fixture
def child(warm: WarmProcess) -> Iterator[Child]:
    child = warm.fork()
    assert child.ask({"op": "cell", "source": CELL, "index": 0}, LIMIT_S) == {"outputs": []}
    yield child
    child.kill()


def call(name: str, *args: object) -> dict[str, object]:
    return {"op": "call", "target": name, "args": list(args)}


def test_each_question_has_its_own_reply(child: Child) -> None:
    """In order; a value that cannot be sent and an error are those of one question; values are as they were then."""
    first, failed, deep, missing, last = child.ask_all(
        [call("add", 1), call("fail"), call("deep"), {"op": "read", "name": "other"}, call("add", 2)], LIMIT_S
    )
    assert torch.equal(first["value"], torch.ones(2))
    assert failed["error"]["type"] == "ValueError"
    assert (deep["error"]["type"], "value" in deep) == ("Unsendable", False)
    assert missing == {"missing": True}
    assert torch.equal(last["value"], torch.full((2,), 3.0))


def test_more_than_a_frame_holds_is_asked_in_several(child: Child) -> None:
    """Texts of together more than a header may have get their replies all the same."""
    texts = ["x" * (1 << 20)] * 5
    requests = [{"op": "evaluate", "code": b"", "last": LENGTH, "values": {"text": text}} for text in texts]
    assert [reply["value"] for reply in child.ask_all(requests, LIMIT_S)] == [1 << 20] * 5


def test_replies_that_are_too_large_together_say_so(child: Child) -> None:
    """Replies that no frame holds are errors of these questions; the next question is answered."""
    requests = [{"op": "evaluate", "code": b"", "last": LONG, "values": {}}] * 5
    assert [reply["error"]["type"] for reply in child.ask_all(requests, LIMIT_S)] == ["Unsendable"] * 5
    assert child.ask(call("fork"), LIMIT_S) == {"value": "forked"}


def test_a_copy_of_the_process_answers_nothing(child: Child) -> None:
    """What student code forked and let come back does not go on with the questions that are left."""
    forked, counted = child.ask_all([call("fork"), call("count")], LIMIT_S)
    assert (forked, counted) == ({"value": "forked"}, {"value": 1})
    assert child.ask(call("count"), LIMIT_S) == {"value": 2}


SOURCES = [
    ("1 + 1", 2),
    ("a = 3", None),
    ("a = 3\na", 3),
    ("a = 3; a + 1;", 4),
    ("# 中文\nb = '中文'; (\n  b +\n  'x'  # why\n)  # end\n", "中文x"),
    ("def f():\n    return 5\n\nf()\n", 5),
    ("for i in range(3):\n    i", None),
    ('"""a\nb"""', "a\nb"),
    ("", None),
]


def test_the_value_of_a_source_is_that_of_its_last_expression(warm: WarmProcess) -> None:
    """However it is written; a source that ends with a statement has the value None."""
    with open_student(warm, []) as student:
        assert [student.evaluate(source) for source, _ in SOURCES] == [value for _, value in SOURCES]


def test_a_source_of_the_suite_that_is_no_python_is_no_fault_of_the_student(warm: WarmProcess) -> None:
    """It is an error of ours, before anything is asked."""
    with open_student(warm, []) as student, pytest.raises(SyntaxError):
        student.evaluate("1 +")


NAMES = """
import math as m
class Number:
    def __init__(self, value):
        self.value = value
def double(x):
    return 2 * x
len = 5
torch = None
"""


def test_a_source_of_the_suite_sees_the_names_of_the_notebook(warm: WarmProcess) -> None:
    """Without being handed over; Python's own functions and what is always there keep their meaning, and nothing that
    the source binds reaches the notebook.
    """
    with open_student(warm, [(0, NAMES)]) as student:
        assert student.evaluate("Number(double(3)).value") == 6
        assert student.evaluate("[len('ab'), torch.ones(2).numel(), m.floor(2.5)]") == [2, 2, 2]
        assert student.evaluate("double = 7\nhidden = 1\ndouble") == 7
        assert student.call("double", 4) == 8
        assert student.evaluate("double(y)", y=5) == 10
        assert student.evaluate("double", double=1) == 1
        with pytest.raises(StudentMissing):
            student.read("hidden")
        with pytest.raises(StudentRaised, match="name 'hidden' is not defined"):
            student.evaluate("hidden")


def test_what_returns_too_much_is_not_asked_again_and_others_are(warm: WarmProcess) -> None:
    """Reading it would use up the time for all answers. How much is too much depends on no clock."""
    source = "import torch\ndef wide():\n    return torch.zeros(1).expand(1_000_000)\ndef narrow():\n    return 1"
    with open_student(warm, [(0, source)], budget=Budget(trusted_s=0.5)) as s:
        for _ in range(2):
            for _ in range(9):
                assert s.call("wide").shape == (1_000_000,)
            for _ in range(2):
                with pytest.raises(TooMuchToRead, match="wide has returned too much"):
                    s.call("wide")
            assert s.call("narrow") == 1
            s.notebook.renew()


def test_the_size_of_what_comes_back_is_that_of_all_its_tensors() -> None:
    """In dictionaries and lists, beside what has none."""
    wide = torch.zeros(1000)
    assert _count_bytes({"value": [wide, {"a": (wide.numpy(), "text", b"12")}, 3, None]}) == 8000 + 6
