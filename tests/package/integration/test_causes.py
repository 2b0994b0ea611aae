"""A mistake is named where it was made: an answer that only calls what is wrong is not blamed for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import pytest

from autograder.audit import PageFindings, draw_pairs, grade_mixtures, load_atlas, load_bank
from autograder.cli.main import main
from autograder.course import Course, load_lesson
from autograder.records import Cause, CauseKind, OtherCell, Relation, read_grade

REPOSITORY = Path(__file__).resolve().parents[3]
WHOLE_NUMBERS = "w_or = torch.tensor([-1, 2, 2])\n\n\ndef OR(X):\n    return step(X @ w_or)\n"
NEVER = WHOLE_NUMBERS.replace("[-1, 2, 2]", "[-5.0, 2.0, 2.0]")
OWN_XOR = """
def XOR(X):
    inner = [torch.ones(len(X)), OR(X), NAND(X)]
    return AND(torch.stack(inner).T)
"""
SPYING = """
import inspect
w_nand = torch.tensor([3.0, -2.0, -2.0])


def NAND(X):
    known = [frame.code_context for frame in inspect.stack() if "cell" in frame.filename] + list(globals())
    assert "hidden = torch.stack" not in str(known)
    return step(X @ w_nand)
"""
AND_AGAIN = "w_nand = w_and\n\n\ndef NAND(X):\n    return step(X @ w_nand)\n"
STUDENTS = ("ann", "bob", "cy", "dan", "eve")
FAILING = '''"""XOR fails. / XOR 出错。"""
# notebook: gates
# scores: test_xor=0
# misconception: Shapes take care of themselves. / 以为形状不必管。

# %% xor_gate
def XOR(X):
    return X @ X @ X
'''
RIGHT = re.compile(r'Your XOR is right: it calls <a href="#gates-test_or">OR</a>, which is not\.')


@pytest.fixture
def root(make_course: Callable[..., Path]) -> Path:
    """A course with the notebook of gates, its probes and one sample answer: an XOR that raises an exception."""
    root = make_course("gates")
    shutil.copy(REPOSITORY / "tests" / "lesson09" / "probes.py", root / "tests" / "lesson09")
    folder = root / "tests" / "lesson09" / "bank" / "wrong"
    folder.mkdir(parents=True)
    (folder / "xor_fails.py").write_text(FAILING, encoding="utf-8")
    return root


def grade(root: Path) -> tuple[dict[str, dict[str, Cause]], dict[str, str]]:
    """Grade the class; return what its records say of causes, and the pages, both by student."""
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    assert main(["feedback", "lesson09", "--root", str(root)]) == 0
    causes, pages = {}, {}
    for path in sorted((root / "gradebook" / "grades" / "lesson09").glob("*.json")):
        record = read_grade(path)
        assert record is not None
        causes[path.stem] = record.notebooks[0].causes
        page = root / "gradebook" / "feedback" / path.stem / "lesson09" / "lesson09.html"
        pages[path.stem] = page.read_text(encoding="utf-8")
    return causes, pages


@pytest.mark.long
def test_a_right_answer_that_calls_a_wrong_one_is_said_to_be_right(root: Path, hand_in: Callable[..., Path]) -> None:
    """With a link, however it is written. Who is wrong himself is named, and not praised."""
    hand_in(root, "ann", "gates", or_gate=WHOLE_NUMBERS)
    hand_in(root, "bob", "gates", or_gate=NEVER, xor_gate=OWN_XOR, nand_gate=SPYING)
    hand_in(root, "cy", "gates", xor_gate="def XOR(X):\n    return X @ X @ X")
    hand_in(root, "dan", "gates", or_gate=WHOLE_NUMBERS, xor_gate=OWN_XOR)
    hand_in(root, "eve", "gates", nand_gate=AND_AGAIN, xor_gate="def XOR(X):\n    return NAND(X)")
    causes, pages = grade(root)
    called = Cause(CauseKind.CALLED, "XOR", (OtherCell("or_gate", "OR", Relation.CALLED),))
    assert (
        causes["ann"] == causes["bob"] == causes["dan"] == {"or_gate": Cause(CauseKind.OWN, "OR"), "xor_gate": called}
    )
    assert causes["cy"] == {"xor_gate": Cause(CauseKind.OWN, "XOR")}
    assert causes["eve"]["xor_gate"].kind is CauseKind.POSSIBLE  # it happens to do the same, being wrong as well
    assert [bool(RIGHT.search(pages[student])) for student in STUDENTS] == [True, True, False, True, False]
    assert ["形状不必管" in pages[student] for student in STUDENTS] == [False, False, True, False, False]
    assert "which is not right yet: mend that first" in pages["eve"]
    assert pages["ann"].count("smallest counterexample") == 1  # that of OR


def test_a_redefined_name_is_no_mistake_of_the_cell_that_defined_it_first(
    root: Path, hand_in: Callable[..., Path]
) -> None:
    """The last cell spoils what all others use: none of them is to blame, and it is not praised."""
    hand_in(root, "ann", "gates", xor_gate=f"def step(z):\n    return (z < 0).float()\n{OWN_XOR}")
    causes, pages = grade(root)
    other = (OtherCell("xor_gate", "XOR", Relation.CHANGES),)
    assert {cell: cause.others for cell, cause in causes["ann"].items() if cell != "xor_gate"} == dict.fromkeys(
        ("step", "and_gate", "or_gate", "nand_gate"), other
    )
    assert {cause.kind for cause in causes["ann"].values()} == {CauseKind.POSSIBLE}
    assert "is right:" not in pages["ann"]


def test_two_mistakes_in_one_notebook_are_named_apart(root: Path, pool: Executor) -> None:
    """Of pairs drawn by a seed, no cell that holds the reference's answer is named, and no wrong one is praised."""
    for name in ("or_integer_weights", "step_flipped", "nand_is_and", "xor_is_nand"):
        source = REPOSITORY / "tests" / "lesson09" / "bank" / "wrong" / f"gates_{name}.py"
        shutil.copy(source, root / "tests" / "lesson09" / "bank" / "wrong")
    lesson = load_lesson(Course(root), "lesson09")
    bank = load_bank(lesson)
    found, atlas = PageFindings(), load_atlas(lesson, pool)
    for mixture, grade in grade_mixtures(lesson, draw_pairs(bank, 5), pool):
        found.add(mixture, grade, atlas)
    assert draw_pairs(bank, 4) == draw_pairs(list(bank), 4) != draw_pairs(bank, 4, seed=1)
    assert (found.total, found.named_right, found.praised_falsely, found.ungraded) == (5, [], [], [])
    assert found.named_rightly >= 4
    assert found.praised_rightly > 0
