"""What came instead of what was asked for is a wrong answer that names it, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pytest
import torch

from autograder.sandbox import Student
from autograder.sandbox.wire import Handle
from autograder.suite import forms
from autograder.suite.compare import WrongAnswer, expect_tensor, expect_values


class Notebook(Student):
    """A notebook that has one name."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self._held = value

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        return {"value": self._held}


CHECKS: dict[str, Callable[[Any], Any]] = {
    "array": forms.expect_array,
    "pair": forms.expect_pair,
    "list": lambda value: forms.expect_list(value, least=1),
    "read array": lambda value: forms.read_array(Notebook(value), "w"),
    "read tensor": lambda value: forms.read_tensor(Notebook(value), "w"),
    "read number": lambda value: forms.read_number(Notebook(value), "w"),
    "read text": lambda value: forms.read_text(Notebook(value), "w"),
    "read list": lambda value: forms.read_list(Notebook(value), "w", least=1),
}
ODD: list[Any] = [None, {}, {1}, b"x", Handle(3, "Model"), ..., numpy.array(["a"]), [], ()]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("value", ODD, ids=repr)
def test_what_is_something_else_is_a_wrong_answer(check: str, value: Any) -> None:
    """Nothing that a student has ends a test in another way."""
    with pytest.raises(WrongAnswer):
        CHECKS[check](value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "None, not a tensor / None，不是张量"),
        ((torch.ones(2), torch.ones(2)), "a tuple of two, not a tensor / 含两项的元组，不是张量"),
        ([], "an empty list, not a tensor / 空列表，不是张量"),
        ({"a": 1}, "a dict of one, not a tensor / 含一项的字典，不是张量"),
        (numpy.ones(2), "a numpy array, not a tensor / numpy 数组，不是张量"),
        (True, "a bool, not a tensor / 布尔值，不是张量"),
        (numpy.float32(1), "a number, not a tensor / 数，不是张量"),
        (Handle(1, "Model"), "an object of type Model, not a tensor / Model 类型的对象，不是张量"),
    ],
    ids=str,
)
def test_what_came_instead_is_named_in_both_languages(value: Any, message: str) -> None:
    """So the student reads what he returned, not what a computation with it broke on."""
    with pytest.raises(WrongAnswer) as caught:
        expect_tensor(value)
    assert caught.value.message == message


def test_several_results_in_the_place_of_one_are_no_tensor() -> None:
    """A tuple of two tensors could be stacked to one, whose shape would say nothing to the student."""
    with pytest.raises(WrongAnswer, match=r"^a tuple of two, not a tensor / 含两项的元组，不是张量$"):
        expect_values((torch.ones(5), torch.ones(5)), torch.ones(5))


def test_a_form_that_is_right_is_handed_on() -> None:
    """Arrays and tensors become arrays, a bfloat16 one too; pairs and lists may be either kind."""
    assert forms.expect_array(torch.ones(2, 3, dtype=torch.bfloat16), (2, None)).tolist() == [[1.0] * 3] * 2
    array = numpy.arange(3)
    assert forms.expect_array(array, (3,)) is array
    assert forms.expect_pair([1, "a"]) == (1, "a")
    assert forms.expect_list((1, 2), length=2) == [1, 2]


def test_shapes_and_lengths_are_part_of_the_form() -> None:
    """Both are said as they are and as they should be."""
    with pytest.raises(WrongAnswer) as caught:
        forms.expect_array(numpy.ones((2, 3)), (2, None, 4))
    assert caught.value.message == "the shape is (2, 3) / 形状是 (2, 3)"
    assert caught.value.expected == "an array of shape (2, any, 4) / 形状为 (2, any, 4) 的数组"
    with pytest.raises(WrongAnswer, match="a list of three, not of 2 / 含三项的列表，应为 2 项"):
        forms.expect_list([1, 2, 3], length=2)
    with pytest.raises(WrongAnswer, match="a list of one, fewer than 2 / 含一项的列表，少于 2 项"):
        forms.expect_list([1], least=2)
    with pytest.raises(WrongAnswer, match="a tuple of 5, not a pair / 含 5 项的元组，不是一对值"):
        forms.expect_pair((1, 2, 3, 4, 5))


def test_a_typed_read_names_what_it_read() -> None:
    """A value of the right type comes back as such."""
    with pytest.raises(WrongAnswer) as caught:
        forms.read_array(Notebook(None), "W1")
    assert caught.value.message == "W1: None, not an array / W1：None，不是数组"
    assert (caught.value.got, caught.value.expected) == ("None", "an array / 一个数组")
    assert forms.read_array(Notebook(torch.ones(2)), "W1", (2,)).tolist() == [1.0, 1.0]
    assert forms.read_tensor(Notebook(torch.ones(2)), "W1", (None,)).tolist() == [1.0, 1.0]
    assert forms.read_number(Notebook(torch.tensor(0.5)), "lr") == 0.5
    assert forms.read_text(Notebook("why"), "answer") == "why"
    assert forms.read_list(Notebook((1, 2)), "history", least=2) == [1, 2]
