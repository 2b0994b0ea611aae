"""The archive for another system, unpacked and run as it would run it."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desks import RIGHT, WRONG, make_notebook

from autograder.cli.main import main

METADATA = {
    "created_at": "2026-11-20T23:00:00-08:00",
    "assignment": {"due_date": "2026-11-20T22:00:00-08:00"},
    "users": [{"id": 7}],
    "previous_submissions": [],
}


@pytest.fixture(scope="module")
def unpacked(new_course: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive for Gradescope, unpacked; this environment stands for the one that its setup.sh makes."""
    root = new_course("activations")
    bank = root / "tests" / "lesson09" / "bank" / "wrong"
    bank.mkdir(parents=True)
    (bank / "sample.py").write_text("# a sample answer\n")
    (root / "solutions" / "lesson09" / "lesson.toml").write_text('show_hidden = "after due"\n')
    config = root / "nbgrader_config.py"
    config.write_text(
        config.read_text()
        + "\nfrom nbgrader.plugins import BasePlugin\n"
        + "class OnePoint(BasePlugin):\n    def late_submission_penalty(self, student, score, late_s):\n"
        + "        return 1.0\nc.AssignLatePenalties.plugin_class = OnePoint\n"
    )
    target = tmp_path_factory.mktemp("archive") / "grader.zip"
    assert main(["export-grader", "lesson09", "--root", str(root), "--to", "gradescope", "--output", str(target)]) == 0
    assert target.stat().st_mode & 0o077 == 0
    folder = target.parent / "source"
    with zipfile.ZipFile(target) as archive:
        archive.extractall(folder)
        assert stat.S_IMODE(archive.getinfo("run_autograder").external_attr >> 16) == 0o755
    return folder


def grade(unpacked: Path, submission: Path, *words: str) -> tuple[int, Any, str]:
    """Run what run_autograder runs; return its exit code, the results (None if there are none) and what it said."""
    course, results = submission.parent / "course", submission.parent / "results" / "results.json"
    shutil.copytree(unpacked / "course", course)
    results.parent.mkdir()
    metadata = submission.parent / "submission_metadata.json"
    metadata.write_text(json.dumps(METADATA))
    command = [sys.executable, "-P", "-m", "autograder", "grade-upload", "lesson09", str(submission)]
    command += ["--root", str(course), "--from", "gradescope", "--metadata", str(metadata), "--results", str(results)]
    environment = os.environ | {"PYTHONPATH": str(unpacked / "package")}
    done = subprocess.run([*command, *words], env=environment, capture_output=True, text=True, cwd=unpacked)
    return done.returncode, json.loads(results.read_text()) if results.exists() else None, done.stdout + done.stderr


def test_the_archive_has_what_is_needed_and_no_sample_answers(unpacked: Path) -> None:
    names = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*")}
    assert "course/solutions/lesson09/activations.ipynb" in names
    assert "course/tests/lesson09/test_activations.py" in names
    assert "package/autograder/sandbox/inside/__main__.py" in names
    assert not [name for name in names if "bank" in name.split("/")[1:4]]
    needed = (unpacked / "requirements.txt").read_text().split()
    assert any(line.startswith("torch==") for line in needed)
    assert all("==" in line for line in needed)
    for name in ("setup.sh", "run_autograder"):
        assert subprocess.run(["bash", "-n", str(unpacked / name)]).returncode == 0


def test_a_wrong_notebook_gets_its_points_and_is_explained(unpacked: Path, tmp_path: Path) -> None:
    """Visible and hidden tests apart, one point less for being late, a file that is no notebook named."""
    submission = tmp_path / "submission"
    (submission / "inner").mkdir(parents=True)
    (submission / "inner" / "activations.ipynb").write_bytes(make_notebook(unpacked / "course", WRONG))
    (submission / "notes.txt").write_text("hello")
    (submission / "answers.ipynb").symlink_to(unpacked / "course" / "solutions" / "lesson09" / "activations.ipynb")
    status, results, said = grade(unpacked, submission)
    assert status == 0, said
    relu = [test for test in results["tests"] if test["extra_data"]["cell"] == "test_relu"]
    assert sum(test["score"] for test in relu) < sum(test["max_score"] for test in relu)
    visible = next(test for test in relu if test["visibility"] == "visible" and test["status"] == "failed")
    assert "relu(" in visible["output"]
    assert "expected / 应为" in visible["output"]
    hidden = [test for test in results["tests"] if "(hidden tests)" in test["name"]]
    assert {test["visibility"] for test in hidden} == {"after_due_date"}
    assert not any("called / 调用" in test["output"] for test in hidden)
    assert {test["visibility"] for test in results["tests"] if test not in hidden} == {"visible"}
    [missed] = [test for test in hidden if test in relu]
    assert missed["score"] < missed["max_score"]
    others = [test for test in results["tests"] if test["extra_data"]["cell"] != "test_relu"]
    assert others
    assert all(test["status"] == "passed" for test in others)
    assert results["score"] == pytest.approx(sum(test["score"] for test in results["tests"]) - 1.0)
    assert "notes.txt" in results["output"]


@pytest.mark.long
def test_who_hands_nothing_in_is_told_so(unpacked: Path, tmp_path: Path) -> None:
    submission = tmp_path / "submission"
    submission.mkdir()
    status, results, said = grade(unpacked, submission)
    assert status == 0, said
    assert sum(test["max_score"] for test in results["tests"]) > 0
    assert not any(test["score"] for test in results["tests"])
    assert "activations.ipynb: not handed in" in results["output"]


@pytest.mark.long
def test_our_failure_writes_no_results(unpacked: Path, tmp_path: Path) -> None:
    """Without results the system says that the grader failed, and gives no zero."""
    submission = tmp_path / "submission"
    submission.mkdir()
    (submission / "activations.ipynb").write_bytes(make_notebook(unpacked / "course", RIGHT))
    broken = tmp_path / "broken"
    shutil.copytree(unpacked, broken)
    suite = broken / "course" / "tests" / "lesson09" / "test_activations.py"
    suite.write_text(suite.read_text() + "\n\nraise RuntimeError('ours')\n")
    status, results, said = grade(broken, submission)
    assert status != 0
    assert results is None
    assert "ours" in said
