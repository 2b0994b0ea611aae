"""A failing answer is named after the sample answers that behave like it, if they agree; else it is not named."""

from __future__ import annotations

from autograder.audit.naming import (
    Counterexample,
    KnownBehaviour,
    Signs,
    find_counterexample,
    leave_one_out,
    name_behaviour,
    read_signs,
)
from autograder.suite import Behaviour, Observation


def known(answer: str, key: str, misconception: str, cell: str = "double", **signs: str) -> KnownBehaviour:
    return KnownBehaviour(answer, cell, Signs(key, **signs), misconception, f"hint of {answer}")


def behaviour(*values: str) -> Behaviour:
    return Behaviour(tuple(Observation(f"double({n})", value, f"it is {value}") for n, value in enumerate(values)))


def test_the_first_difference_is_the_counterexample() -> None:
    """What was asked, what came back and what the reference gives; None for two that behave alike."""
    found = find_counterexample(behaviour("0", "3", "6"), behaviour("0", "2", "4"))
    assert found == Counterexample("double(1)", "it is 3", "it is 2")
    assert find_counterexample(behaviour("0", "2"), behaviour("0", "2")) is None


def test_a_name_needs_one_misconception() -> None:
    """Two samples that behave alike and mean different things name nobody; samples without words do not count."""
    triple = known("triples", "k", "three times")
    assert name_behaviour("double", Signs("k"), [triple, known("odd", "k", "")]) == triple
    assert name_behaviour("double", Signs("k"), [triple, known("other", "k", "adds two")]) is None
    assert name_behaviour("double", Signs("other"), [triple]) is None
    assert name_behaviour("half", Signs("k"), [triple]) is None


def test_a_hint_is_given_if_all_who_are_alike_share_it() -> None:
    found = name_behaviour("double", Signs("k"), [known("one", "k", "three times"), known("two", "k", "three times")])
    assert found is not None
    assert (found.answer, found.hint) == ("one", "")


def test_who_is_wrong_in_the_same_form_alone_is_alike() -> None:
    """Unless an answer does the very same, or a right answer of that cell has this form."""
    listed, other = known("lists", "k", "lists are tensors", form="no tensor"), known("other", "l", "prints")
    mine = Signs("m", "d", "no tensor")
    assert name_behaviour("double", mine, [listed, other]) == listed
    assert name_behaviour("double", Signs("l", "d", "no tensor"), [listed, other]) == other
    assert name_behaviour("double", mine, [listed, known("arrays", "n", "prints", form="no tensor")]) is None
    assert name_behaviour("double", mine, [listed], {"double": ["no tensor"]}) is None
    assert name_behaviour("double", mine, [listed], {"half": ["no tensor"]}) == listed


def test_other_cells_name_an_answer_if_several_agree() -> None:
    """Two that do the same, or four of the same form; their hints are for other cells."""
    same = [known(cell, cell, "leaks", cell, deviation="d") for cell in ("half", "third")]
    found = name_behaviour("double", Signs("k", "d"), same)
    assert found is not None
    assert (found.misconception, found.hint) == ("leaks", "")
    assert name_behaviour("double", Signs("k", "d"), same[:1]) is None
    formed = [known(f"f{n}", f"{n}", "lists are tensors", f"cell{n}", form="no tensor") for n in range(4)]
    assert name_behaviour("double", Signs("k", "d", "no tensor"), formed) is not None
    assert name_behaviour("double", Signs("k", "d", "no tensor"), formed[:3]) is None
    assert name_behaviour("double", Signs("k", "d", "no tensor"), [*formed, known("x", "y", "z", form="no tensor")])
    odd = known("x", "y", "z", "half", form="no tensor")
    assert name_behaviour("double", Signs("k", "d", "no tensor"), [*formed, odd]) is None


def test_signs_say_where_a_behaviour_differs() -> None:
    """The reference's own have nothing but the key."""
    right = behaviour("float 0", "float 2")
    assert read_signs(right, right) == Signs(right.key)
    mine = read_signs(behaviour("float 0", "str 2"), right)
    assert (mine.form, bool(mine.deviation)) == ("text", True)
    assert mine.deviation == read_signs(behaviour("float 1", "str 2"), behaviour("float 1", "float 3")).deviation
    assert mine.deviation != read_signs(behaviour("str 2", "float 2"), right).deviation


def test_leaving_one_out_counts_what_would_be_said_of_it() -> None:
    """Rightly by a sample of the same misconception, falsely by one of another, not at all by nobody."""
    samples = [known("a", "1", "x"), known("b", "1", "x"), known("c", "2", "x"), known("d", "2", "y")]
    samples += [known("e", "3", "z"), known("f", "1", "")]
    assert leave_one_out(samples) == {"rightly": 2, "falsely": 2, "unnamed": 1, "nameable": 3}
