"""What failing code behaves like: on the page, in groups, from files that are added to the bank."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.audit import load_bank
from autograder.cli.main import main
from autograder.course import Course, load_lesson

REPOSITORY = Path(__file__).resolve().parents[3]
LEAKY = "def relu(z):\n    return torch.where(z > 0, z, 0.01 * z)"
SAME_LEAKY = "def relu(z):\n    below = z < 0\n    return z * ~below + 0.01 * z * below"
CUBE = "def relu(z):\n    return z ** 3 + 7"
SAMPLE = '''"""relu leaks. / relu 漏了负数。"""
# notebook: activations
# scores: test_relu=0
# misconception: negative numbers leak through relu. / 以为 relu 会漏过负数。
# hint: Below 0 it is 0. / 小于 0 时为 0。

# %% relu
def relu(z):
    return torch.nn.functional.leaky_relu(z)
'''


@pytest.fixture
def root(make_course: Callable[..., Path]) -> Path:
    """A course with activations, its probes and no sample answers."""
    root = make_course("activations")
    shutil.copy(REPOSITORY / "tests" / "lesson09" / "probes.py", root / "tests" / "lesson09")
    return root


def pages(root: Path) -> dict[str, str]:
    """Return each student's page, written anew."""
    assert main(["feedback", "lesson09", "--root", str(root)]) == 0
    found = (root / "gradebook" / "feedback").glob("*/lesson09/lesson09.html")
    return {path.parents[1].name: path.read_text(encoding="utf-8") for path in found}


def test_a_known_behaviour_is_named_and_an_unknown_one_gets_its_counterexample(
    root: Path, hand_in: Callable[..., Path]
) -> None:
    """A file in the bank is enough: code that behaves like it is named; other failing code, and right code, is not."""
    hand_in(root, "leaky", "activations", relu=LEAKY)
    hand_in(root, "cube", "activations", relu=CUBE)
    hand_in(root, "right", "activations")
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    before = pages(root)["leaky"]
    assert "smallest counterexample" in before
    assert "relu(tensor([-1]))" in before
    assert "leak through relu" not in before
    folder = root / "tests" / "lesson09" / "bank" / "wrong"
    folder.mkdir(parents=True)
    (folder / "relu_leaks.py").write_text(SAMPLE, encoding="utf-8")
    after = pages(root)
    named = after["leaky"]
    assert "negative numbers leak through relu." in named
    assert "以为 relu 会漏过负数。" in named
    assert "Below 0 it is 0." in named
    assert "leak through relu" not in after["cube"]
    assert "relu(tensor([0]))" in after["cube"]
    assert "counterexample" not in after["right"]


def test_students_whose_code_behaves_alike_are_one_group_that_can_be_saved(
    root: Path, hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Two ways to write the same mistake are one group, largest first; --save makes a sample answer of it."""
    hand_in(root, "a", "activations", relu=CUBE)
    hand_in(root, "b", "activations", relu=LEAKY)
    hand_in(root, "c", "activations", relu=SAME_LEAKY)
    hand_in(root, "d", "activations")
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    capsys.readouterr()
    groups = ["groups", "lesson09", "--root", str(root)]
    assert main([*groups, "--cell", "test_relu"]) == 0
    printed = capsys.readouterr().out
    assert printed.index(": activations/relu: 2 students") < printed.index(": activations/relu: 1 student (")
    id = printed.partition(":")[0]
    assert main([*groups, "--save", "leaking"]) == 1
    assert "it is not said which of 2 groups" in capsys.readouterr().err
    assert main([*groups, "--group", id, "--save", "leaking"]) == 0
    assert "   b, c\n" in printed
    assert "0.01 * z" in printed
    lesson = load_lesson(Course(root), "lesson09")
    assert [(answer.name, answer.notebook) for answer in load_bank(lesson)] == [("leaking", "activations")]
    assert main([*groups, "--group", id, "--save", "leaking"]) == 1
    hand_in(root, "c", "activations", relu=SAME_LEAKY + "  # again")
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    assert main([*groups, "--group", id, "--save", "other"]) == 1
    assert main(["groups", "lesson09", "--root", str(root), "--cell", "test_nothing"]) == 1
    errors = capsys.readouterr().err
    assert f"there is no group {id}" in errors
    assert "there is a sample answer of this name already" in errors
    assert "lesson09 has no test cell test_nothing" in errors
