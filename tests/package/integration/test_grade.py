"""`autograder grade`, from submitted files to the database, with real students' accidents and attacks."""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.cli.main import main
from autograder.grading import Chunk, run
from autograder.sandbox import Budget, WarmProcess, open_student

HOSTILE = {
    "loops": "while True: pass",
    "exits": "import os\n    os._exit(0)",
    "allocates": "return torch.ones(20 << 28)",
    "hoards": "kept = []\n    while True: kept.append(bytearray(1 << 24))",
    "forks": "import os, time\n    while True:\n        if os.fork() == 0: time.sleep(60)",
    "writes": (
        "import os, sqlite3\n    for path in (GRADEBOOK, '/proc/1/root' + GRADEBOOK):\n        try:\n"
        "            os.makedirs(os.path.dirname(path), exist_ok=True)\n            open(path, 'w').write('x')\n"
        "        except OSError: pass\n    return None"
    ),
}


def grade(root: Path, *options: str) -> int:
    return main(["grade", "lesson09", "--root", str(root), *options])


def record(root: Path, student: str) -> dict[str, object]:
    return json.loads((root / "gradebook" / "grades" / "lesson09" / f"{student}.json").read_text())


def cell_scores(root: Path, student: str, notebook: str) -> dict[str, float | None]:
    """The scores in nbgrader's own database, read through nbgrader's own API."""
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        rows = book.find_submission_notebook(notebook, "lesson09", student).grades
        return {row.name: row.auto_score for row in rows}


def rows(root: Path) -> list[tuple[object, ...]]:
    """Everything in the database that a person would see, in a fixed order; keys are random, so they are left out."""
    query = """
        select s.id, a.name, sa.timestamp, n.name, c.name, g.auto_score, g.manual_score, g.extra_credit,
               g.needs_manual_grade
        from grade g join submitted_notebook sn on g.notebook_id = sn.id
        join submitted_assignment sa on sn.assignment_id = sa.id join student s on sa.student_id = s.id
        join notebook n on sn.notebook_id = n.id join assignment a on n.assignment_id = a.id
        join base_cell c on g.cell_id = c.id order by 1, 2, 4, 5
    """
    with sqlite3.connect(root / "gradebook" / "gradebook.db") as database:
        return database.execute(query).fetchall()


@pytest.mark.long
def test_hostile_functions_cost_their_own_points_only(
    make_course: Callable[..., Path],
    hand_in: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A function that loops, exits, hoards, forks or writes to the gradebook costs its points, and nobody anything else."""
    monkeypatch.setattr(run, "Chunk", functools.partial(Chunk, budget=Budget(cell_s=3.0, call_s=0.5, hasty_s=0.25)))
    root = make_course("activations")
    database = root / "gradebook" / "gradebook.db"
    for name, body in HOSTILE.items():
        source = f"GRADEBOOK = {str(database)!r}\ndef relu(z):\n    {body}\n"
        hand_in(root, name, "activations", relu=source)
    hand_in(root, "honest", "activations")
    assert grade(root) == 0
    assert "honest" in capsys.readouterr().out
    full = {
        "test_sigmoid": 2,
        "test_relu": 2,
        "test_tanh": 2,
        "test_softmax": 3,
        "test_where_used": 3,
        "test_output_for": 3,
    }
    assert cell_scores(root, "honest", "activations") == full
    for name in HOSTILE:
        assert cell_scores(root, name, "activations") == {**full, "test_relu": 0}, name
    assert [path.name for path in (root / "gradebook").glob("gradebook.db*")] == ["gradebook.db"]


def test_a_cell_that_kills_when_it_is_defined_costs_that_cell_only(
    make_course: Callable[..., Path], hand_in: Callable[..., Path]
) -> None:
    """A cell that hangs or exits as it runs is left out of the next try; the cells around it keep their points."""
    root = make_course("activations")
    hand_in(root, "exits", "activations", relu="import os\nos._exit(3)")
    hand_in(root, "raises", "activations", relu="raise SystemExit")
    hand_in(root, "broken", "activations", relu="def relu(z)\n    return z")
    assert grade(root) == 0
    for student in ("exits", "raises", "broken"):
        scores = cell_scores(root, student, "activations")
        assert scores["test_relu"] == 0
        assert sum(score or 0 for score in scores.values()) == 13


def test_files_that_cannot_be_graded_are_named_and_the_rest_is_graded(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, renamed, truncated and foreign files each get a line with file and remedy; exit code 3; no silent zero."""
    root = make_course("activations", "gates")
    for student in ("whole", "missing", "renamed", "truncated", "foreign", "empty"):
        for notebook in ("activations", "gates"):
            hand_in(root, student, notebook)
    submitted = root / "gradebook" / "submitted"
    (submitted / "missing" / "lesson09" / "gates.ipynb").unlink()
    path = submitted / "renamed" / "lesson09" / "gates.ipynb"
    path.rename(path.with_name("gates (1).ipynb"))
    path = submitted / "truncated" / "lesson09" / "gates.ipynb"
    path.write_bytes(path.read_bytes()[:5000])
    (submitted / "foreign" / "lesson09" / "gates.ipynb").write_bytes(b"%PDF-1.7 not a notebook")
    (submitted / "empty" / "lesson09" / "gates.ipynb").write_bytes(b"")
    assert grade(root) == 3
    printed = capsys.readouterr()
    for student in ("missing", "truncated", "foreign", "empty"):
        lines = [line for line in printed.err.splitlines() if f"{student}/gates.ipynb" in line]
        assert len(lines) == 1, student
        assert set(cell_scores(root, student, "gates").values()) == {None}
        assert sum(score or 0 for score in cell_scores(root, student, "activations").values()) == 15
    assert printed.err.count("hint:") == 4
    assert "gates (1).ipynb was taken as gates.ipynb" in printed.out
    for student in ("whole", "renamed"):
        assert sum(score or 0 for score in cell_scores(root, student, "gates").values()) == 30


def test_a_second_run_grades_nothing_and_changes_nothing(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The same class again: no notebook runs, no row and no record changes; a changed file or --force runs that one."""
    root = make_course("activations")
    for student in ("a", "b"):
        hand_in(root, student, "activations")
    assert grade(root) == 0
    before = rows(root), record(root, "a"), record(root, "b")
    assert "2 graded now" in capsys.readouterr().out
    assert grade(root) == 0
    assert "0 graded now" in capsys.readouterr().out
    assert (rows(root), record(root, "a"), record(root, "b")) == before
    hand_in(root, "b", "activations", relu="def relu(z): return z")
    assert grade(root) == 0
    assert "1 graded now" in capsys.readouterr().out
    assert cell_scores(root, "b", "activations")["test_relu"] != 2
    assert grade(root, "--force", "--student", "a") == 0
    assert "1 student, 1 graded now" in capsys.readouterr().out


def test_a_manual_score_survives_grading_again(make_course: Callable[..., Path], hand_in: Callable[..., Path]) -> None:
    """What a person entered in nbgrader's database stands, whatever is graded later."""
    root = make_course("activations")
    hand_in(root, "a", "activations", relu="def relu(z): return z")
    assert grade(root) == 0
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        line = book.find_grade("test_relu", "activations", "lesson09", "a")
        line.manual_score = 1.5
        comment = book.find_comment("relu", "activations", "lesson09", "a")
        comment.manual_comment = "half right"
        book.db.commit()
    assert grade(root, "--force") == 0
    with Gradebook(f"sqlite:///{root}/gradebook/gradebook.db") as book:
        assert book.find_grade("test_relu", "activations", "lesson09", "a").manual_score == 1.5
        assert book.find_comment("relu", "activations", "lesson09", "a").comment == "half right"
        assert book.find_submission("lesson09", "a").score == 13 + 1.5


def test_an_unknown_student_or_lesson_is_an_error_that_says_what_to_do(
    make_course: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped name ends in one error line and one hint, exit code 1, and no traceback."""
    root = make_course("activations")
    assert grade(root, "--student", "nobody") == 1
    assert main(["grade", "lesson99", "--root", str(root)]) == 1
    assert main(["grade", "lesson09", "--root", str(root / "gradebook")]) == 1
    printed = capsys.readouterr().err
    assert printed.count("error:") == 3
    assert printed.count("hint:") == 3


@pytest.mark.campaign  # test_crash.py has the short form: more kinds of moments, fewer kills
def test_a_killed_run_goes_on_where_it_was(make_course: Callable[..., Path], hand_in: Callable[..., Path]) -> None:
    """SIGKILL at several moments, then the same command: the gradebook of an undisturbed run, and no process left."""
    root = make_course("activations")
    for number in range(6):
        hand_in(root, f"s{number}", "activations", **({"relu": "def relu(z): return z"} if number % 2 else {}))
    calm = root.with_name("calm")
    shutil.copytree(root, calm)
    assert grade(calm) == 0
    command = [sys.executable, "-m", "autograder", "grade", "lesson09", "--root", str(root), "--workers", "1"]
    for delay_s in (0.5, 3.0, 6.0, 7.0):
        killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(delay_s)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    deadline = time.monotonic() + 30
    while grade(root) != 0:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert rows(root) == rows(calm)
    assert not list((root / "gradebook" / "grades").rglob("*.tmp"))


def test_two_runs_at_once_do_not_mix(
    make_course: Callable[..., Path], hand_in: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run is told who holds the gradebook."""
    import fcntl

    root = make_course("activations")
    hand_in(root, "a", "activations")
    with (root / "gradebook" / ".lock").open("w") as file:
        file.write("process 12345")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        assert grade(root) == 1
    assert "process 12345" in capsys.readouterr().err
    assert grade(root) == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_started_as_root_student_code_is_another_user(warm: WarmProcess) -> None:
    """The jail's processes belong to an unprivileged user of the machine, not to root under another name."""
    with open_student(warm, [(0, "x = 1")]) as student:
        student.read("x")
        pid = student.notebook._child.pid  # type: ignore[union-attr]
        assert Path(f"/proc/{pid}").stat().st_uid in (0, *range(64_000, 65_000))  # not dumpable: shown as root's
        status = Path(f"/proc/{pid}/status").read_text()
        assert {int(number) for number in status.split("Uid:")[1].splitlines()[0].split()} <= set(range(64_000, 65_000))
