"""A machine without namespaces, as most containers are: the jail says so once, Landlock grades the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.main import main

REPOSITORY = Path(__file__).resolve().parents[3]
WRONG = "def relu(z):\n    return torch.where(z > 0, z, 0.01 * z)"

# What the usual filter of containers refuses, as far as a jail needs it.
WITHOUT_NAMESPACES = """
import errno, os, sys
import pyseccomp

program = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
refused = pyseccomp.ERRNO(errno.EPERM)
for name in ("unshare", "setns", "mount", "umount2", "pivot_root", "fsopen", "open_tree", "move_mount"):
    program.add_rule(refused, name)
program.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
for bit in (17, 25, 26, 27, 28, 29, 30):
    program.add_rule(refused, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 1 << bit, 1 << bit))
program.load()
os.execv(sys.executable, [sys.executable, "-m", "autograder", *sys.argv[1:]])
"""


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the grader where no namespace can be made."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_NAMESPACES, *words], cwd=REPOSITORY, capture_output=True, text=True
    )


def read_records(root: Path) -> dict[str, Any]:
    """Return the records without times, keys and runners."""
    found = {}
    for path in sorted((root / "gradebook" / "grades" / "lesson09").glob("[!.]*.json")):
        found[path.stem] = json.loads(path.read_text())
        for notebook in found[path.stem]["notebooks"]:
            for name in ("time_s", "trusted_s", "key", "runner"):
                del notebook[name]
    return found


@pytest.fixture
def course(make_course: Callable[..., Path], hand_in: Callable[..., Path]) -> Path:
    root = make_course("activations")
    hand_in(root, "right", "activations")
    hand_in(root, "wrong", "activations", relu=WRONG)
    hand_in(root, "broken", "activations", relu="def relu(z):\n    return z +")
    return root


def test_a_runner_that_cannot_be_had_is_said_once_and_nothing_is_graded(course: Path) -> None:
    done = run("grade", "lesson09", "--root", str(course), "--runner", "jail")
    assert done.returncode == 1
    assert done.stderr.count("the jail runner cannot be had here: namespaces cannot be made") == 1
    assert "hint: use --runner landlock" in done.stderr
    assert not list((course / "gradebook").glob("grades/lesson09/*.json"))


def test_landlock_grades_there_as_the_jail_does_here(course: Path) -> None:
    done = run("grade", "lesson09", "--root", str(course), "--runner", "landlock")
    assert done.returncode == 0, done.stderr
    assert "does not promise bounds_" in done.stderr
    without = read_records(course)
    assert main(["grade", "lesson09", "--root", str(course), "--force"]) == 0
    assert read_records(course) == without
    assert len(without) == 3


@pytest.mark.long
def test_doctor_says_which_runner_to_use_and_why_not_the_other() -> None:
    done = run("doctor")
    assert done.returncode == 0
    assert "MISSING  the runner jail" in done.stdout
    assert "ok       the runner landlock: ran a cell" in done.stdout
    assert "use: --runner landlock" in done.stdout


def test_the_runner_can_be_named_once_for_all(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_RUNNER", "landlock")
    assert main(["grade", "lesson09", "--root", str(course), "--student", "right"]) == 0
    record = json.loads((course / "gradebook" / "grades" / "lesson09" / "right.json").read_text())
    assert [notebook["runner"] for notebook in record["notebooks"]] == ["landlock"]
