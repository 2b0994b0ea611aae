"""Grades limits.ipynb."""

import pytest
import torch

from autograder.suite import expect_dtype, expect_unchanged, expect_values


@pytest.mark.cell("test_clip")
def test_clip_both_sides(student):
    """What is too small or too large becomes the limit. / 过小或过大的数变为界限值。"""
    got = student.call("clip", torch.tensor([-2.0, 0.5, 3.0]), -1.0, 1.0)
    expect_dtype(got, torch.float32)
    expect_values(got, torch.tensor([-1.0, 0.5, 1.0]))


@pytest.mark.cell("test_clip")
@pytest.mark.hidden
def test_clip_of_many(student, generator):
    """clip is right for any numbers and limits, and its input stays. / 对任意数与界限都正确，且不修改输入。"""
    x = 4 * torch.randn(3, 20, generator=generator)
    got, after = student.call_and_watch("clip", x, 0.25, 2.5)
    expect_values(got, torch.where(x < 0.25, 0.25, torch.where(x > 2.5, 2.5, x)))
    expect_unchanged(x, after[0])
