"""The lesson that docs/lesson10.md walks through is made from that page, word for word, and works."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.cli.main import main

REPOSITORY = Path(__file__).resolve().parents[3]
PAGE = REPOSITORY / "docs" / "lesson10.md"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course that holds nothing but the files of the page."""
    shutil.copy(REPOSITORY / "nbgrader_config.py", tmp_path)
    files = re.findall(
        r"^### (\S+)\n\n```(?:python|toml)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    for name, text in files:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert len(files) == 7
    return tmp_path


def test_the_page_makes_a_lesson_that_is_released_audited_and_graded(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command of the page succeeds, in its order; nothing else of the repository is there."""
    (block,) = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    for line in block.splitlines():
        program, *words = shlex.split(line)
        if program == "python":
            subprocess.run([sys.executable, *words], cwd=course, check=True)
        else:
            assert program == "autograder"
            assert main([*words, "--root", str(course)]) == 0, line
    out = capsys.readouterr().out
    assert "| right answers scored full | 2 of 2 |" in out
    assert "| wrong answers scored as stated | 2 of 2 |" in out
    assert "| mutants killed | 6 of 7, 1 equivalent with a reason, 0 alive |" in out
    released = (course / "assignments" / "lesson10" / "loss.ipynb").read_text(encoding="utf-8")
    assert "raise NotImplementedError()" in released
    assert "BEGIN SOLUTION" not in released
    assert "mean()" not in released
    scores = {}
    for path in sorted((course / "gradebook" / "grades" / "lesson10").glob("*.json")):
        (notebook,) = json.loads(path.read_text())["notebooks"]
        scores[path.stem] = notebook["cells"]["test_mse"]["score"]
    assert len(scores) == 3
    assert set(scores.values()) <= {4.0, 3.0, 1.0, 0.0}
    pages = [path.read_text(encoding="utf-8") for path in (course / "gradebook" / "feedback").rglob("*.html")]
    assert len(pages) == 3
    assert any("The squares are added up" in page or "A number comes back" in page for page in pages)
