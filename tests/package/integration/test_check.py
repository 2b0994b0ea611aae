"""`autograder check` runs a notebook's visible tests, says what the page would say, and changes nothing."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.feedback import find_language
from autograder.sandbox import WarmProcess
from autograder.text import split_languages

REPOSITORY = Path(__file__).resolve().parents[3]
IN_PLACE = "def relu(z):\n    z[z < 0] = 0\n    return z"
SAMPLE = f'''"""relu writes into its input. / relu 改写输入。"""
# notebook: activations
# scores: test_relu=0
# misconception: the input may be written into. / 以为可以改写输入。
# hint: clone it first. / 先 clone。

# %% relu
{IN_PLACE}
'''
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
    assert main(["check", str(notebook), "--root", str(root), "--lang", "en"]) == 3
    printed = capsys.readouterr().out
    assert digests(root) == before
    assert not re.search("[\u4e00-\u9fff]", printed)
    suite = (root / "tests" / "lesson09" / "test_activations.py").read_text(encoding="utf-8")
    sentences = re.findall(r'((?:@pytest\.mark\..+\n)+)def test_\w+\([^)]*\)[^:]*:\n    """(.*?)"""', suite)
    assert len(sentences) > 20
    for marks, sentence in sentences:
        said = split_languages(" ".join(sentence.split()))[0]
        assert (f" {said}\n" in printed) == ("@pytest.mark.hidden" not in marks), sentence
    failed = re.search(r"\n2\. relu\n  ✗ (.*?)\n(      .*?)\n(?=  \S)", printed, re.DOTALL)
    assert failed is not None
    assert "called: relu(tensor([" in failed[2]
    assert "got: tensor([" in failed[2]
    assert "expected: tensor([" in failed[2]
    passed, count = re.search(r"lesson09/activations: (\d+) of (\d+) visible tests passed", printed).groups()  # type: ignore[union-attr]
    assert int(count) == sum("hidden" not in marks for marks, _ in sentences)
    assert printed.count("  ✓ ") == int(passed)
    stops = int(re.search(r"(\d) of the notebook's own checks stop", printed)[1])  # type: ignore[index]
    assert printed.count("The check in your notebook stops here.") == stops == 2
    assert printed.count("  ✗ ") == int(count) - int(passed) + stops >= 1


def test_what_only_the_notebooks_own_check_finds_is_said_in_the_language_of_the_locale(
    make_course: Callable[..., Path],
    hand_in: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A relu that writes into its input passes the visible tests; its own assert, the guess and the hint are told."""
    root = make_course("activations")
    shutil.copy(REPOSITORY / "tests" / "lesson09" / "probes.py", root / "tests" / "lesson09")
    bank = root / "tests" / "lesson09" / "bank" / "wrong"
    bank.mkdir(parents=True)
    (bank / "writes.py").write_text(SAMPLE, encoding="utf-8")
    notebook = hand_in(root, "bitdiddle", "activations", relu=IN_PLACE)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["check", str(notebook), "--root", str(root)]) == 3
    printed = capsys.readouterr().out
    question = printed.split("\n2. relu\n")[1].split("\n3. tanh\n")[0]
    assert question.count("  ✗ ") == 1
    assert "  ✗ 你的 notebook 里的检查在这里停下。\n      它说: " in question
    assert "你可能是这样想的: 以为可以改写输入。\n      试试: 先 clone。" in question
    assert "最小的反例: relu(" in question
    assert "notebook 自带的检查有 1 个没有通过" in printed


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_locale_tells_the_language(environment: dict[str, str], language: str) -> None:
    """As for other programs: LC_ALL before LC_MESSAGES before LANG."""
    assert find_language(environment) == language


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
    assert main(["check", "activations.ipynb", "--lang", "en"]) == 0
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
