"""The other commands: feedback, sample, doctor."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.cli.main import main
from autograder.sandbox import examine
from autograder.text import SWITCH_SCRIPT


def test_feedback_is_one_page_that_fetches_nothing(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The page holds verdicts, call, got and expected in both languages; hidden inputs and live student HTML are not in it."""
    root = make_course("activations")
    attack = "print('<script>alert(1)</script>')\n# <img src=x onerror=alert(1)>\ndef relu(z):\n    return -z"
    hand_in(root, "a", "activations", relu=attack)
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    assert main(["feedback", "lesson09", "--root", str(root)]) == 0
    page = (root / "gradebook" / "feedback" / "a" / "lesson09" / "lesson09.html").read_text(encoding="utf-8")
    assert "relu(z) is z where z is positive" in page
    assert "z 为正时" in page
    assert "relu(tensor([-3., -0.5, 0., 0.25, 7.])" in page
    assert "tensor([3., 0.5, -0., -0.25, -7.])" in page
    assert page.count("<script") == page.count(f"<script>{SWITCH_SCRIPT}</script>") == 1
    for living in ("<img src=x", "http://", "https://", "javascript:"):
        assert living not in page
    hidden = page.split("relu is right on small and large random numbers")[1].split("<li")[0]
    assert "called" not in hidden
    assert "tensor(" not in hidden
    assert "0 of 2" in page


def test_feedback_before_grading_says_what_to_do(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A page without a grade is refused with the command that makes one."""
    root = make_course("activations")
    hand_in(root, "a", "activations")
    assert main(["feedback", "lesson09", "--root", str(root)]) == 1
    assert "autograder grade lesson09" in capsys.readouterr().err


def test_doctor_finds_a_jail_that_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """On a machine that can grade, doctor ends with 0 and a jail that ran a cell."""
    assert main(["doctor"]) == 0
    assert "the runner jail: ran a cell" in capsys.readouterr().out


@pytest.mark.long
def test_doctor_without_bubblewrap_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where bwrap is not on the PATH, the check fails with a remedy, and so does the whole examination."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("bwrap") is None
    missing = {check.what: check for check in examine() if not check.is_ok}
    assert "apt-get install bubblewrap" in missing["bubblewrap"].remedy
    assert "the runner jail" in missing
    capsys.readouterr()
    assert main(["doctor"]) == 0  # Landlock is there, and does
    assert "use: --runner landlock" in capsys.readouterr().out


def test_the_bare_runner_warns_and_is_written_in_the_record(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked for by name, it grades the same, warns, and every record says so."""
    root = make_course("activations")
    hand_in(root, "a", "activations")
    assert main(["grade", "lesson09", "--root", str(root), "--runner", "bare", "--workers", "1"]) == 0
    printed = capsys.readouterr()
    assert "warning: the bare runner" in printed.err
    record = (root / "gradebook" / "grades" / "lesson09" / "a.json").read_text()
    assert '"runner": "bare"' in record
    assert "│    15 │" in printed.out


def test_a_slash_behind_the_lesson_is_taken_off_for_every_command(
    make_course: Callable[..., Path],
    hand_in: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A shell completes the folder's name with a slash: grades, pages, tables and rows are those of the lesson."""
    root = make_course("activations")
    path = hand_in(root, "a", "activations")
    for command, *options in (
        ["collect", str(path)], ["grade"], ["regrade"], ["due", "2026-01-05 23:59"], ["due"], ["feedback"], ["message"],
        ["report"], ["export"], ["history"], ["groups"], ["publish", "--unpublish"],
    ):  # fmt: skip
        code = main([command, "lesson09/", *options, "--root", str(root)])
        printed = capsys.readouterr()
        assert code in (0, 3), (command, printed.err)
        assert "lesson09/ " not in printed.out, command
        assert "lesson09//" not in printed.out, command
    assert (root / "gradebook" / "logs" / "lesson09.log").exists()
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        assert [one.name for one in book.assignments] == ["lesson09"]
        assert book.find_assignment("lesson09").duedate is not None
        assert book.find_submission("lesson09", "a").score == 15
    assert main(["check", str(path), "--lesson", "lesson09/", "--root", str(root)]) == 0


def test_a_lesson_that_is_not_there_leaves_no_file(
    make_course: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped name is an error that says so before anything is written, and a path is no name of a lesson."""
    root = make_course("activations")
    for name in ("lesson9", "Lesson09", ".", "..", "/"):
        for command in ("grade", "regrade", "history", "due", "feedback", "report", "export", "message", "release"):
            assert main([command, name, "--root", str(root)]) == 1, (command, name)
            printed = capsys.readouterr().err
            assert "there is no lesson" in printed
            assert "hint: lessons of this course: lesson09\n" in printed
    for name in ("solutions/lesson09", "./lesson09", "lesson09/activations.ipynb"):
        for command in ("grade", "history", "due", "sample", "collect"):
            with pytest.raises(SystemExit) as caught:
                main([command, name, "--root", str(root)])
            assert caught.value.code == 2
            assert f"there is no lesson '{name}': give its name alone" in capsys.readouterr().err
    assert not list((root / "gradebook").glob("logs/*"))


COMMANDS = """
import contextlib, io, json, sys
from autograder.cli.main import main
for words in json.loads(sys.argv[1]):
    error = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(error):
        code = main(words)
    print(json.dumps([words[0], code, error.getvalue()]))
"""


def list_writing(root: str) -> list[list[str]]:
    """Commands that write in a course."""
    some = (
        ["grade", "--runner", "bare"],
        ["collect", f"{root}/mine"],
        ["due", "2026-01-05 23:59"],
        ["sample", "--students", "1"],
        ["export"],
    )
    return [[name, "lesson09", *more, "--root", root] for name, *more in some]


def run_in(walls: list[str], before: str, commands: list[list[str]]) -> list[Any]:
    """Run commands in the file system that bubblewrap makes; return name, exit code and stderr of each."""
    script = f"{before} exec {sys.executable} -c '{COMMANDS}' '{json.dumps(commands)}'"
    jail = ["bwrap", "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc", *walls, "sh", "-c", script]
    done = subprocess.run(jail, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_course_that_cannot_be_written_is_said_and_can_be_read(graded_class: Path) -> None:
    """In a read-only folder, what only reads works; all else names a file, the reason and what to do."""
    root = str(graded_class)
    shutil.copytree(graded_class / "gradebook" / "submitted", graded_class / "mine")
    reading = [[name, "lesson09", "--root", root] for name in ("due", "history")]
    writing = [*list_writing(root), ["feedback", "lesson09", "--root", root]]
    found = run_in(["--ro-bind", root, root], "", [*reading, *writing])
    for name, code, error in found[:2]:
        assert (code, error) == (0, ""), (name, error)
    for name, code, error in found[2:]:
        assert code == (3 if name == "feedback" else 1), (name, error)
        assert "cannot be written (Read-only file system)" in error
        assert "hint: free some space or check the rights" in error


def test_a_full_disk_is_said(graded_class: Path) -> None:
    """The same on a disk that is full; who only reads is not disturbed."""
    walls = ["--size", str(16 << 20), "--tmpfs", "/mnt"]
    fill = "cat /dev/zero > /mnt/full 2> /dev/null;"
    before = f"cp -r {graded_class}/. /mnt; cp -r {graded_class}/gradebook/submitted /mnt/mine; {fill}"
    *writing, reading = run_in(walls, before, [*list_writing("/mnt"), ["due", "lesson09", "--root", "/mnt"]])
    for name, code, error in writing:
        assert code == 1, (name, error)
        assert "cannot be written (No space left on device)" in error, name
        assert "hint: free some space or check the rights" in error
    assert reading == ["due", 0, ""]


def test_a_notebook_may_be_named_as_its_file_and_one_that_is_not_there_is_no_riddle(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """`activations.ipynb` is activations; a mistyped name is answered with those that there are."""
    root = make_course("activations", "gates")
    hand_in(root, "a", "activations")
    for name in ("activations", "activations.ipynb"):
        assert main(["grade", "lesson09", "--root", str(root), "--explain", "--notebook", name]) == 0
        assert "a/activations: not graded yet\n" in capsys.readouterr().out
    for name in ("gate", "gate.ipynb"):
        assert main(["grade", "lesson09", "--root", str(root), "--notebook", name]) == 1
        error, hint = capsys.readouterr().err.splitlines()
        assert error.endswith("lesson09 has no notebook gate")
        assert hint == "hint: its notebooks: gates, activations"


def test_a_record_that_somebody_edited_is_named_and_made_anew(
    graded_class: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Points beyond the question's never reach the gradebook: pages refuse them, and a run says whose they were."""
    path = graded_class / "gradebook" / "grades" / "lesson09" / "sample-01.json"
    text = path.read_text()
    grade = json.loads(text)
    cells = grade["notebooks"][0]["cells"]
    name = next(name for name, cell in cells.items() if cell["score"])
    cells[name]["score"] = 99
    path.write_text(json.dumps(grade))
    root = ["--student", "sample-01", "--root", str(graded_class)]
    assert main(["feedback", "lesson09", *root]) == 1
    assert f"{path}: this record is damaged: " in capsys.readouterr().err
    assert main(["grade", "lesson09", *root]) in (0, 3)
    printed = capsys.readouterr().err
    assert f"warning: {path}: this record is damaged: " in printed
    assert f"/{name} has 99 of {cells[name]['points']:g} points; it is not believed" in printed
    assert json.loads(path.read_text())["notebooks"][0]["cells"] == json.loads(text)["notebooks"][0]["cells"]
    assert main(["grade", "lesson09", *root]) in (0, 3)
    assert "damaged" not in capsys.readouterr().err
