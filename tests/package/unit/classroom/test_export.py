"""Exporting grades starts at once: nothing is loaded that runs, draws or compares code."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "nbgrader", "nbconvert", "sklearn", "matplotlib", "pygments")


@pytest.mark.parametrize("name", ["export_grades", "read_classroom", "find_explanations", "HandGradeEntry"])
def test_what_reads_a_class_loads_no_heavy_package(name: str) -> None:
    """In a process of its own, as the command line does it."""
    line = f"import sys; from autograder.classroom import {name}; print([m for m in {HEAVY} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
