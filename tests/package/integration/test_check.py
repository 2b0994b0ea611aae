"""`autograder check` runs a notebook's visible tests, says what the page would say, and changes nothing."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.sandbox import WarmProcess

LEAKY = "def relu(z):\n    return torch.where(z > 0, z, 0.01 * z)"
OVERFLOWS = "def sigmoid(z):\n    return torch.exp(z) / (1 + torch.exp(z))"


def digests(root: Path) -> dict[str, str]:
    """Return every file of the course but caches of Python."""
    files = [path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_wrong_answer_is_explained_as_on_the_page(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each visible test is named with its verdict, hidden ones are not run, and the course is as it was."""
    root = make_course("activations")
    notebook = tmp_path / "my activations (1).ipynb"
    shutil.move(hand_in(root, "bitdiddle", "activations", relu=LEAKY, sigmoid=OVERFLOWS), notebook)
    shutil.rmtree(root / "gradebook" / "submitted")
    before = digests(root)
    assert main(["check", str(notebook), "--root", str(root)]) == 3
    printed = capsys.readouterr().out
    assert digests(root) == before
    suite = (root / "tests" / "lesson09" / "test_activations.py").read_text(encoding="utf-8")
    sentences = re.findall(r'((?:@pytest\.mark\..+\n)+)def test_\w+\([^)]*\)[^:]*:\n    """(.*?)"""', suite)
    assert len(sentences) > 20
    for marks, sentence in sentences:
        assert (f" {sentence}\n" in printed) == ("@pytest.mark.hidden" not in marks), sentence
    failed = re.search(r"\nrelu\n  ✗ (.*?)\n(      .*?)\n(?=  \S)", printed, re.DOTALL)
    assert failed is not None
    assert "called / 调用: relu(tensor([" in failed[2]
    assert "got / 得到: tensor([" in failed[2]
    assert "expected / 应为: tensor([" in failed[2]
    passed, count = re.search(r"lesson09/activations: (\d+) of (\d+) visible tests passed", printed).groups()  # type: ignore[union-attr]
    assert int(count) == sum("hidden" not in marks for marks, _ in sentences)
    assert printed.count("  ✓ ") == int(passed)
    assert printed.count("  ✗ ") == int(count) - int(passed) >= 1


def test_all_right_is_exit_code_0(
    make_course: Callable[..., Path],
    hand_in: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a released folder the course and the lesson are found from where one stands."""
    root = make_course("activations")
    folder = root / "assignments" / "lesson09"
    folder.mkdir(parents=True)
    shutil.move(hand_in(root, "bitdiddle", "activations"), folder / "activations.ipynb")
    monkeypatch.chdir(folder)
    launched = []
    launch = WarmProcess.launch
    monkeypatch.setattr(WarmProcess, "launch", lambda warm: (launched.append(warm), launch(warm))[1])
    assert main(["check", "activations.ipynb"]) == 0
    assert len(launched) == 1, "the one that was started early is the one that is used"
    printed = capsys.readouterr().out
    assert "✗" not in printed
    assert re.search(r"lesson09/activations: (\d+) of \1 visible tests passed; hidden ones run in grading", printed)


def test_what_cannot_be_checked_says_what_is_needed(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A strange file, a missing one and a course without tests end with a hint."""
    root = make_course("activations")
    notebook = hand_in(root, "bitdiddle", "activations")
    strange = tmp_path / "strange.ipynb"
    strange.write_text("no notebook")
    assert main(["check", str(strange), "--root", str(root)]) == 1
    assert "this is no notebook of any lesson here" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "nothing.ipynb"), "--root", str(root)]) == 1
    assert "it cannot be read" in capsys.readouterr().err
    assert main(["check", str(notebook), "--root", str(root), "--lesson", "lesson10"]) == 1
    assert "there is no lesson 'lesson10'" in capsys.readouterr().err
    (root / "tests" / "lesson09" / "test_activations.py").unlink()
    assert main(["check", str(notebook), "--root", str(root)]) == 1
    printed = capsys.readouterr().err
    assert "there are no tests of activations" in printed
    assert "needs the course's tests/ folder" in printed
