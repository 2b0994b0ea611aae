"""The lessons that docs/lesson10.md and docs/hw0.md walk through are made from these pages, word for word, and work."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.cli.main import main

REPOSITORY = Path(__file__).resolve().parents[3]


def read_page(name: str) -> str:
    return (REPOSITORY / "docs" / name).read_text(encoding="utf-8")


@pytest.fixture
def make_course(tmp_path: Path) -> Callable[[str], int]:
    """Makes a course that holds nothing but the files of a page; says how many these are."""

    def make(page: str) -> int:
        shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
        blocks = r"^### (\S+)\n\n```(?:python|toml)\n(.*?)^```$"
        files = re.findall(blocks, read_page(page), re.DOTALL | re.MULTILINE)
        for name, text in files:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return len(files)

    return make


def run_commands(page: str, course: Path, without: str = "") -> None:
    """Run every command of the page, in its order; nothing else of the repository is there."""
    (block,) = re.findall(r"^```sh\n(.*?)^```$", read_page(page), re.DOTALL | re.MULTILINE)
    for line in block.splitlines():
        program, *words = shlex.split(line)
        if program == "python":
            subprocess.run([sys.executable, *words], cwd=course, check=True)
        elif words[0] != without:
            assert program == "autograder"
            assert main([*words, "--root", str(course)]) == 0, line


def read_scores(course: Path, lesson: str) -> dict[str, dict[str, float]]:
    """Return the score of each cell, by student."""
    scores = {}
    for path in sorted((course / "gradebook" / "grades" / lesson).glob("*.json")):
        (notebook,) = json.loads(path.read_text())["notebooks"]
        scores[path.stem] = {name: cell["score"] for name, cell in notebook["cells"].items()}
    return scores


def read_pages(course: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (course / "gradebook" / "feedback").rglob("*.html")]


@pytest.mark.long
def test_the_page_makes_a_lesson_that_is_released_audited_and_graded(
    make_course: Callable[[str], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The audit ends with perfect figures, the release tells nothing, the class gets its scores and pages."""
    assert make_course("lesson10.md") == 7
    run_commands("lesson10.md", tmp_path)
    out = capsys.readouterr().out
    assert "| right answers scored full | 2 of 2 |" in out
    assert "| wrong answers scored as stated | 2 of 2 |" in out
    assert "| mutants killed | 6 of 7, 1 equivalent with a reason, 0 alive |" in out
    released = (tmp_path / "assignments" / "lesson10" / "loss.ipynb").read_text(encoding="utf-8")
    assert "raise NotImplementedError()" in released
    assert "BEGIN SOLUTION" not in released
    assert "mean()" not in released
    scores = {student: cells["test_mse"] for student, cells in read_scores(tmp_path, "lesson10").items()}
    assert len(scores) == 3
    assert set(scores.values()) <= {4.0, 3.0, 1.0, 0.0}
    pages = read_pages(tmp_path)
    assert len(pages) == 3
    assert any("The squares are added up" in page or "A number comes back" in page for page in pages)


def test_the_lesson_with_data_and_a_training_is_released_and_graded(
    make_course: Callable[[str], int], tmp_path: Path
) -> None:
    """Data are released, private files are not, and a training that learns nothing gets nothing of its share."""
    assert make_course("hw0.md") == 7
    run_commands("hw0.md", tmp_path, without="audit")
    released = tmp_path / "assignments" / "hw0"
    assert sorted(str(path.relative_to(released)) for path in released.rglob("*") if path.is_file()) == [
        "data/train.csv",
        "softmax.ipynb",
    ]
    full = {"test_read_points": 2.0, "test_softmax_loss": 3.0, "test_softmax_epoch": 4.0, "test_trained": 3.0}
    assert sorted(read_scores(tmp_path, "hw0").values(), key=lambda cells: -sum(cells.values())) == [
        full,
        {**full, "test_softmax_loss": 1.5},
        {**full, "test_softmax_epoch": 0.0, "test_trained": 0.0},
    ]
    assert len(read_pages(tmp_path)) == 3


@pytest.mark.campaign
def test_the_lesson_with_data_and_a_training_is_audited(
    make_course: Callable[[str], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of the page's commands succeed, with perfect figures."""
    make_course("hw0.md")
    run_commands("hw0.md", tmp_path)
    out = capsys.readouterr().out
    assert "| mutants killed | 85 of 85, 0 equivalent with a reason, 0 alive |" in out
    assert "| tests that kill nothing | 0 of 7 |" in out
