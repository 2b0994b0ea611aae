"""Mutants are the reference solution changed in one place, and keep their keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest

from autograder.audit.mutants import make_mutants
from autograder.course import SourceCell, SourceNotebook
from autograder.course.settings import CellSettings, Settings


def sources(source: str, **swaps: list[str]) -> list[str]:
    return [mutant.source for mutant in make_mutants(notebook(source), swaps)]


def notebook(source: str) -> SourceNotebook:
    cells = (
        SourceCell(0, "code", "LIMIT = 3 > 2", "given", is_locked=True),
        SourceCell(1, "code", source, "answer", is_solution=True),
        SourceCell(2, "markdown", "3 > 2", "why", is_solution=True),
    )
    return SourceNotebook("loops", Path("loops.ipynb"), cells, None, "")


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        ("y = x >= z", ["y = x > z", "y = x < z"]),
        ("y = x - z", ["y = x + z", "y = z - x"]),
        ("y = -x", ["y = x"]),
        ("y = x and z", ["y = x or z"]),
        ("y = 2", ["y = 3", "y = 1"]),
        ("y = 0.5", ["y = -0.5", "y = 1.0", "y = 0.0"]),
        ("y = True", ["y = False"]),
        ("y = x.exp()", ["y = x.log()", "y = x.exp2()", "y = x.expm1()"]),
        ("y = x.float()", ["y = x"]),
        ("y = f(x, z)", ["y = f(z, x)"]),
        ("y = f(x, dim=z)", ["y = f(x)", "y = x"]),
        ("y = (x, z)", ["y = (z, x)"]),
    ],
)
def test_one_place_is_changed(source: str, mutants: list[str]) -> None:
    """Comparisons, operators, signs, constants, names of torch, arguments and order; or the statement is left out."""
    assert sorted(sources(source)) == sorted([*mutants, "pass"])


def test_a_lesson_adds_swaps_of_its_own_names() -> None:
    """They are used as names and as attributes, and replace the package's swaps of the same name."""
    assert sources("triple(x)") == ["pass", "x"]
    assert sources("triple(x)", triple=["half", "double"]) == ["pass", "x", "half(x)", "double(x)"]
    assert "m.half" in sources("m.triple", triple=["half"])
    assert sources("x.exp()", exp=[]) == ["pass"]


def test_only_code_solutions_have_mutants_and_none_is_the_reference() -> None:
    """Given cells and texts are left alone; no two mutants are the same; each is Python."""
    mutants = make_mutants(notebook("y = x + 1 - 1\nz = y + x"), {})
    assert {mutant.cell for mutant in mutants} == {"answer"}
    texts = [mutant.source for mutant in mutants]
    assert len(set(texts)) == len(texts)
    assert "y = x + 1 - 1\nz = y + x" not in texts
    for text in texts:
        compile(text, "mutant", "exec")


def test_a_key_is_for_ever() -> None:
    """Lists of equivalent mutants depend on it."""
    (mutant,) = [mutant for mutant in make_mutants(notebook("y = x"), {}) if mutant.source == "pass"]
    assert mutant.key == "answer-b698e473"
    assert mutant.change == "line 1: y = x -> (nothing)"


@pytest.mark.parametrize(
    ("source", "mutants"),
    [
        ("y = x >= 0.5", ["y = x >= 0.55", "y = x >= 0.45"]),
        ("y = x < 0", ["y = x < 0.1", "y = x < -0.1"]),
        ("y = x > -2", ["y = x > -1.8", "y = x > -2.2"]),
        ("y = x == 0", ["y = x <= 0", "y = x >= 0", "y = abs(x - 0) < 0.1"]),
        ("y = x == 'and'", ["y = x.startswith('and')", "y = 'and' in x"]),
        ("y = x not in z", ["y = not any((str(one) in str(x) for one in z))"]),
        ("y = isinstance(x, nn.Linear)", ["y = type(x) is nn.Linear", "y = hasattr(x, 'weight')"]),
        ("y = w @ x + b", ["y = torch.relu(w @ x + b)", "y = torch.relu(w @ x) + b"]),
        ("y = torch.tensor(x)", ["y = torch.tensor(x).double()"]),
        ("def f(x):\n    return (x, 1)", ["def f(x):\n    return (x.double(), 1)"]),
        (
            "class A(B):\n    def g(self, x):\n        return x",
            ["class A(B):\n\n    def g(self, x):\n        return x.detach()"],
        ),
    ],
)
def test_what_only_an_unusual_input_shows(source: str, mutants: list[str]) -> None:
    """Thresholds a little off, conditions that hold for neighbours, one activation more, another dtype, no gradient."""
    assert set(mutants) <= set(sources(source))


def test_a_layer_may_skip_or_be_activated() -> None:
    """Only in classes that inherit: where sizes are equal, what goes in can be added to what comes out."""
    texts = sources("class A(B):\n    def g(self, x):\n        return self.last(x)")
    assert any("torch.relu(self.last(x))" in text for text in texts)
    skips = "(lambda old, new: old + new if old.shape == new.shape else new)(x, self.last(x))"
    assert any(skips in text for text in texts)
    assert not any("old + new" in text for text in sources("y = self.last(x)"))


def test_a_state_may_outlive_the_object_and_the_call() -> None:
    """An attribute of the class instead of the object; a method that gives what another object gave for these shapes."""
    texts = sources("class A(B):\n    def __init__(self, x):\n        self.x = x")
    assert any("type(self).x = x" in text for text in texts)
    (kept,) = [text for text in sources("class A(list):\n    def g(self, x):\n        return x + 1") if "@" in text]
    names: dict[str, Any] = {}
    exec(compile(kept, "mutant", "exec"), names)
    assert names["A"]().g(numpy.zeros(2)).tolist() == [1, 1]
    assert names["A"]().g(numpy.ones(2)).tolist() == [1, 1], "kept from the other object"
    assert names["A"]().g(numpy.ones(3)).tolist() == [2, 2, 2]
    assert not any("@" in text for text in sources("def f(x):\n    return 1"))


GIVEN = "LIMIT = 1 > 0\ndef f(x):\n    ### BEGIN SOLUTION\n    return x > 0\n    ### END SOLUTION\n\ng = f(1 - 2)"


def test_only_what_a_student_writes_is_changed() -> None:
    """Between the marks of solutions where there are any; the rest of such a cell is given."""
    assert sources(GIVEN)
    for text in sources(GIVEN):
        assert "LIMIT = 1 > 0\n" in text
        assert text.endswith("g = f(1 - 2)")
        assert "return x > 0\n" not in text


def test_a_free_cell_has_no_mutants() -> None:
    """There is no right answer to it."""
    usual = notebook("y = x > 0")
    settings = Settings(cells=((1, CellSettings(free=True)),))
    assert make_mutants(usual, {})
    assert make_mutants(replace(usual, settings=settings), {}) == []


@pytest.mark.parametrize("magic", ["%matplotlib inline", "!ls -1", "%time f(3)", "files = !ls"])
def test_what_ipython_does_is_not_changed(magic: str) -> None:
    """Only what Python does beside it; a name that is set may be left out."""
    assert len(sources(f"{magic}\ny = -x")) == len(sources("y = -x")) + magic.startswith("files")
