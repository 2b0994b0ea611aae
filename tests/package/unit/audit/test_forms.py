"""An answer that is wrong in form alone is told from one that is wrong in what it says."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
import torch

from autograder.audit.forms import describe_form
from autograder.sandbox import Handle
from autograder.suite import Observation
from autograder.suite.probes import canonical

ONES = torch.ones(2)


def observe(value: Any) -> Observation:
    return Observation("f()", canonical(value), "")


@pytest.mark.parametrize(
    ("mine", "right", "form"),
    [
        (ONES, ONES, ""),
        ([1.0, 1.0], ONES, "no tensor"),
        (numpy.ones(2), ONES, "no tensor"),
        (ONES.double(), ONES, "dtype"),
        (ONES.bool(), ONES, "dtype"),
        (ONES[:, None].int(), ONES, "dtype, shape longer"),
        (ONES, torch.ones(2, 1), "shape shorter"),
        (torch.ones(1, 2), torch.ones(2, 1), "shape turned"),
        (torch.ones(4), torch.ones(2, 2), "shape"),
        (torch.ones(2, requires_grad=True), ONES, "gradient"),
        (2 * torch.ones(2), torch.ones(2), ""),
        (torch.tensor(0.5), 0.5, "no plain number"),
        ("3/4", 0.75, "text"),
        ((ONES, [torch.zeros(2)]), (ONES, [ONES]), "writes"),
        ([ONES, ONES], (ONES, ONES), "sequence"),
        ({"A": "x"}, {"a": "x"}, "other keys"),
        ({"a": {"x"}}, {"a": {"x"}, "b": {"x", "y"}}, "keys missing"),
        ({"a": {"x"}, "b": {"y"}}, {"a": {"x"}, "b": {"x", "y"}}, ""),
        ({"(2, 3), dim 0": [1.0, 2.0]}, {"(2, 3), dim 0": torch.tensor([1.0, 2.0])}, "no tensor"),
        (None, ONES, ""),
        (Handle(1, "generator"), ONES, ""),
        ("a: b, c]", ONES, ""),
    ],
)
def test_the_form_alone_is_described(mine: Any, right: Any, form: str) -> None:
    """Which container, dtype, shape or keys; "" where nothing differs or where a value does."""
    assert describe_form([observe(mine)], [observe(right)]) == form


def test_the_forms_of_all_probes_are_put_together() -> None:
    """One probe in which something else is wrong is enough for "": the form is not all."""
    right = [observe(ONES), observe(0.5)]
    assert describe_form([observe(ONES.int()), observe("0.5")], right) == "dtype, text"
    assert describe_form([observe(ONES.int()), Observation("f()", "raises TypeError", "")], right) == ""
