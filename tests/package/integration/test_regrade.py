"""Regrading: nothing is run without need, every changed score is shown before it is written, and kept afterwards."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from autograder.cli.main import main
from autograder.course import Course
from autograder.gradebook import open_book
from autograder.records import Change, append_history, read_history

RELU_AT_ZERO = "def relu(z):\n    return torch.where(z > 0, z, 0.01 * z)"


@pytest.fixture(scope="module")
def graded(new_course: Callable[..., Path], hand_in: Callable[..., Path]) -> Path:
    """Two students with two notebooks each, graded."""
    root = new_course("gates", "activations")
    for student, relu in (("bitdiddle", RELU_AT_ZERO), ("sample-01", "def relu(z):\n    return z.clamp(min=0)")):
        hand_in(root, student, "activations", relu=relu)
        hand_in(root, student, "gates")
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    return root


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """A copy of the graded course that the test may change."""
    return Path(shutil.copytree(graded, tmp_path / "course"))


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Run a command; return the lines that it printed."""
    capsys.readouterr()
    assert main([*arguments]) == 0
    return capsys.readouterr().out.splitlines()


def tree(root: Path) -> dict[str, str]:
    """Return the hashes of all files that a run writes (but its log and lock)."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "gradebook").rglob("*"))
        if path.is_file() and "logs" not in path.parts and path.name != ".lock"
    }


def change_suite(root: Path, notebook: str) -> None:
    """Make the suite forget about negative numbers: relu is then right however it treats them."""
    path = root / "tests" / "lesson09" / f"test_{notebook}.py"
    text = path.read_text()
    assert "def test_relu_" in text
    lines = text.splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.startswith("def test_relu_"))
    body = next(n for n in range(number, len(lines)) if '"""' in lines[n])
    lines.insert(body + 1, "    return\n")
    path.write_text("".join(lines))


def test_grade_says_which_scores_a_changed_test_changes(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In its table, below it and in the history, though nobody handed anything in; a new file is no such surprise."""
    root = ["--root", str(course)]
    change_suite(course, "activations")
    lines = say(capsys, "grade", "lesson09", *root)
    assert [line for line in lines if " changed " in line and line.startswith("│")]
    (changed,) = [line for line in lines if line.startswith("changed: ")]
    assert changed.startswith("changed: bitdiddle/activations/test_relu: ")
    assert changed.endswith("; the file is the same")
    (line,) = say(capsys, "history", "lesson09", *root)
    assert changed.removeprefix("changed: ").removesuffix("; the file is the same") in line
    assert not [line for line in say(capsys, "grade", "lesson09", *root) if "changed" in line]


def test_what_is_unchanged_is_not_run(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run runs nothing and writes nothing, and neither do a changed bank and a README."""
    before = tree(course)
    (course / "README.md").write_text("x")
    bank = course / "tests" / "lesson09" / "bank" / "wrong"
    bank.mkdir(parents=True)
    (bank / "x.py").write_text('"""x"""\n')
    assert say(capsys, "grade", "lesson09", "--root", str(course), "--explain") == ["0 notebooks would be run"]
    assert "2 students, 0 graded now" in "\n".join(say(capsys, "grade", "lesson09", "--root", str(course)))
    assert tree(course) == before


def test_each_reason_is_said(course: Path, hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A changed suite, another file, a lost notebook, a new student: each is named, and nothing else is run."""
    root = ["--root", str(course)]
    change_suite(course, "activations")
    hand_in(course, "bitdiddle", "gates", step="def step(z):\n    return z > 0")
    hand_in(course, "sample-02", "gates")
    (course / "gradebook" / "autograded" / "sample-01" / "lesson09" / "gates.ipynb").unlink()
    before = tree(course)
    assert say(capsys, "grade", "lesson09", *root, "--explain") == [
        "bitdiddle/gates: another file was handed in",
        "bitdiddle/activations: its suite or source changed",
        "sample-01/gates: its autograded notebook is gone",
        "sample-01/activations: its suite or source changed",
        "sample-02/gates: not graded yet",
        "5 notebooks would be run",
    ]
    assert tree(course) == before
    lines = say(capsys, "grade", "lesson09", *root, "--explain", "--notebook", "gates", "--student", "sample-01")
    assert lines == ["sample-01/gates: its autograded notebook is gone", "1 notebook would be run"]


def test_a_changed_suite_runs_its_own_notebook_only(course: Path) -> None:
    """The other notebook's grade is the old one, to the millisecond."""
    record = course / "gradebook" / "grades" / "lesson09" / "bitdiddle.json"
    before = {n["notebook"]: n for n in json.loads(record.read_text())["notebooks"]}
    change_suite(course, "activations")
    assert main(["grade", "lesson09", "--root", str(course)]) == 0
    after = {n["notebook"]: n for n in json.loads(record.read_text())["notebooks"]}
    assert after["gates"] == before["gates"]
    assert after["activations"]["suite"] != before["activations"]["suite"]


def test_a_changed_score_is_shown_then_written_then_kept(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--diff writes nothing; --apply writes what --diff showed; history tells of it ever after."""
    root = ["--root", str(course)]
    with open_book(Course(course)) as book:
        old = book.standings("lesson09")["bitdiddle"].scores["activations", "test_relu"]
    assert old is not None
    change_suite(course, "activations")
    before = tree(course)
    shown = [line for line in say(capsys, "regrade", "lesson09", *root, "--diff") if "test_relu:" in line]
    assert len(shown) == 1
    assert shown[0].startswith(f"bitdiddle/activations/test_relu: {old:g} -> ")
    assert "FAILED -> PASSED" in shown[0]
    assert tree(course) == before
    assert say(capsys, "history", "lesson09", *root) == []

    assert shown[0] in say(capsys, "regrade", "lesson09", *root, "--apply")
    with open_book(Course(course)) as book:
        new = book.standings("lesson09")["bitdiddle"].scores["activations", "test_relu"]
    assert new is not None
    assert new > old
    assert f"-> {new:g} " in shown[0]
    (line,) = say(capsys, "history", "lesson09", *root)
    assert line.endswith(shown[0])
    (entry,) = read_history(Course(course), "lesson09")
    assert (entry.before, entry.after) == (old, new)
    suites = [
        n["suite"] for n in json.loads(_record(course).read_text())["notebooks"] if n["notebook"] == "activations"
    ]
    assert [entry.suite] == suites
    assert "0 scores of 0 students change" in say(capsys, "regrade", "lesson09", *root)[-1]
    assert say(capsys, "history", "lesson09", *root, "--student", "sample-01") == []


def _record(course: Path) -> Path:
    return course / "gradebook" / "grades" / "lesson09" / "bitdiddle.json"


def test_a_cut_line_of_history_costs_itself_only(tmp_path: Path) -> None:
    """A run that is killed while it writes leaves the others readable, and later ones too."""
    course = Course(tmp_path)
    change = Change("bitdiddle", "gates", "test_step", 1.0, None, ("test_a: PASSED -> UNGRADED",), "abc")
    append_history(course, "l", [change])
    path = tmp_path / "gradebook" / "history" / "l.jsonl"
    path.write_text(path.read_text() + '{"when": "2026', encoding="utf-8")
    append_history(course, "l", [change])
    fields = msgspec.structs.asdict(change)
    lines = [msgspec.structs.asdict(line) for line in read_history(course, "l")]
    assert lines == [{**line, **fields} for line in lines]
    assert len(lines) == 2


def test_an_interrupt_stops_within_two_seconds_and_loses_nothing(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C reaches every process of the run; what was graded is recorded, and the next run does the rest."""
    root = make_course("activations")
    names = [f"sample-{number:03}" for number in range(48)]
    for name in names:
        hand_in(root, name, "activations", relu=f"def relu(z):\n    return z.clamp(min=0)  # {name}")
    grade = ["grade", "lesson09", "--root", str(root)]
    command = [sys.executable, "-m", "autograder", *grade, "--workers", "1"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    records = root / "gradebook" / "grades" / "lesson09"
    deadline = time.monotonic() + 120
    while not list(records.glob("[!.]*.json")):
        assert time.monotonic() < deadline
        assert run.poll() is None
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    start = time.monotonic()
    out, errors = run.communicate(timeout=60)
    assert time.monotonic() - start < 2
    assert run.returncode == 130
    assert errors.splitlines() == ["interrupted: what was graded so far is recorded; run the command again to go on"], (
        out
    )
    written = len(list(records.glob("[!.]*.json")))
    assert 0 < written < len(names)
    assert f"{len(names)} students, {len(names) - written} graded now" in "\n".join(say(capsys, *grade))
    with open_book(Course(root)) as book:
        assert sorted(book.standings("lesson09")) == names
    log = (root / "gradebook" / "logs" / "lesson09.log").read_text()
    assert "ended early" in log
    assert log.count("sample-000/activations.ipynb:") == 1
