"""A run that is killed, or that finds the disk full, is gone on with by the same command, as if nothing had happened."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook, MissingEntry

from autograder.cli.main import main

pytestmark = pytest.mark.long  # test_run_ends.py and test_regrade.py have short forms of it

KILLS = int(os.environ.get("AUTOGRADER_KILLS", "4"))  # 50 in `make campaigns`
STUDENTS = {
    "s0": {},
    "s1": {"relu": "def relu(z): return z"},
    "s2": {"sigmoid": "import os\nos._exit(3)"},
    "张三": {},
    "s4": {"tanh": "def tanh(z): raise KeyError"},
}
TABLES = {
    "grades": """
        select s.id, a.name, sa.timestamp, n.name, c.name, g.auto_score, g.manual_score, g.extra_credit,
               g.needs_manual_grade
        from grade g join submitted_notebook sn on g.notebook_id = sn.id
        join submitted_assignment sa on sn.assignment_id = sa.id join student s on sa.student_id = s.id
        join notebook n on sn.notebook_id = n.id join assignment a on n.assignment_id = a.id
        join base_cell c on g.cell_id = c.id order by 1, 2, 4, 5
    """,
    "comments": """
        select s.id, n.name, c.name, m.auto_comment, m.manual_comment
        from comment m join submitted_notebook sn on m.notebook_id = sn.id
        join submitted_assignment sa on sn.assignment_id = sa.id join student s on sa.student_id = s.id
        join notebook n on sn.notebook_id = n.id join base_cell c on m.cell_id = c.id order by 1, 2, 3
    """,
    "cells": """
        select a.name, n.name, c.name, c.type, g.max_score, g.cell_type from base_cell c
        join notebook n on c.notebook_id = n.id join assignment a on n.assignment_id = a.id
        left join grade_cells g on g.id = c.id order by 1, 2, 3, 4
    """,
    "sources": "select name, cell_type, locked, source, checksum from source_cell order by 1",
    "students": "select id from student order by 1",
    "version": "select version_num from alembic_version",
}


def start(root: Path, workers: int = 1, scratch: Path | None = None) -> subprocess.Popen[str]:
    """Start a run as a process group of its own; its output is kept."""
    command = [sys.executable, "-m", "autograder", "grade", "lesson09", "--root", str(root), "--workers", str(workers)]
    environment = {**os.environ, **({"TMPDIR": str(scratch)} if scratch else {})}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, env=environment, start_new_session=True, **pipes)


def grade(root: Path) -> None:
    """Run the same command to its end in this process, and insist that it went well."""
    assert main(["grade", "lesson09", "--root", str(root)]) == 0


def tables(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the database holds, in a fixed order; keys are random, so they are left out."""
    with sqlite3.connect(root / "gradebook" / "gradebook.db") as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        return {name: database.execute(query).fetchall() for name, query in TABLES.items()}


def records(root: Path) -> dict[str, Any]:
    """The records, without the times that the work took."""

    def timeless(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: timeless(item) for key, item in value.items() if not key.endswith("_s")}
        return [timeless(item) for item in value] if isinstance(value, list) else value

    return {
        path.name: timeless(json.loads(path.read_text(encoding="utf-8")))
        for path in sorted((root / "gradebook" / "grades" / "lesson09").iterdir())
    }


def pages(root: Path) -> dict[str, str]:
    """The autograded notebooks."""
    folder = root / "gradebook" / "autograded"
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


def enter_by_hand(root: Path) -> bool:
    """Enter a score and a comment as a person would, where the submission is there; return whether it is."""
    path = root / "gradebook" / "gradebook.db"
    if not path.exists():
        return False
    with Gradebook(f"sqlite:///{path}") as book:
        try:
            line = book.find_grade("test_relu", "activations", "lesson09", "s1")
            comment = book.find_comment("relu", "activations", "lesson09", "s1")
        except MissingEntry:
            return False
        line.manual_score, comment.manual_comment = 1.5, "half right / 对了一半"
        book.db.commit()
    return True


@dataclass(frozen=True)
class Calm:
    """A run that nobody disturbs, how long it takes, and what a second run is told meanwhile."""

    root: Path
    process: int
    status: int
    printed: str
    total_s: float
    second: tuple[int, str]


@pytest.fixture(scope="module")
def handed_in(new_course: Callable[..., Path], hand_in: Callable[..., Path]) -> Path:
    root = new_course("activations")
    for student, cells in STUDENTS.items():
        hand_in(root, student, "activations", **cells)
        stamp = root / "gradebook" / "submitted" / student / "lesson09" / "timestamp.txt"
        stamp.write_text("2026-01-05 12:00:00 UTC\n")
    return root


@pytest.fixture(scope="module")
def calm(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Calm:
    root = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("calm") / "course"))
    run, begin = start(root), time.monotonic()
    while not (root / "gradebook" / ".lock").exists() or not (root / "gradebook" / ".lock").read_text():
        assert run.poll() is None
        time.sleep(0.01)
    with contextlib.redirect_stderr(io.StringIO()) as told:
        second = main(["grade", "lesson09", "--root", str(root)])
    assert run.poll() is None, "the first run was over too early for the second to meet it"
    printed, _ = run.communicate(timeout=300)
    return Calm(root, run.pid, run.returncode, printed, time.monotonic() - begin, (second, told.getvalue()))


@pytest.fixture
def class_course(handed_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(handed_in, tmp_path / "course"))


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for temporary files with a short name: sockets stand in it."""
    with tempfile.TemporaryDirectory(prefix="ag") as name:
        os.chmod(name, 0o711)  # started as root, student code is another user, who has to pass
        yield Path(name)


def choose_moment(root: Path, choose: random.Random, total_s: float) -> tuple[str, Callable[[float], bool]]:
    """Return a kind of moment to kill at, and a claim that it has come: after some seconds, or as something appears."""
    gradebook = root / "gradebook"
    temporary = ("grades/lesson09/.*", "autograded/*/lesson09/.*")

    def count(*patterns: str) -> int:
        return sum(len(list(gradebook.glob(pattern))) for pattern in patterns)

    signs: dict[str, Callable[[], int]] = {
        "the database is written": lambda: count("gradebook.db-journal"),
        "a notebook is there": lambda: count("autograded/*/lesson09/[!.]*"),
        "a record is there": lambda: count("grades/lesson09/[!.]*"),
        "a temporary file is there": lambda: count(*temporary),
    }
    if not (gradebook / "gradebook.db").exists():
        signs |= {
            "the database is being made": lambda: count(".gradebook.db.*"),
            "the database is new": lambda: count("gradebook.db"),
            "the lesson is being entered": lambda: count(".scratch.*"),
        }
    kind = choose.choice([*signs, "some time has passed", "some time has passed"])
    if kind not in signs:
        after_s = choose.uniform(0, total_s * 0.8)
        return kind, lambda now_s: now_s >= after_s
    before, wait_s = signs[kind](), choose.choice((0, choose.uniform(0, 0.05), choose.uniform(0, 0.4)))
    seen: list[float] = []

    def is_now(now_s: float) -> bool:
        if not seen and signs[kind]() > before:
            seen.append(now_s)
        return bool(seen) and now_s >= seen[0] + wait_s

    return kind, is_now


def others(mark: str) -> list[str]:
    """The command lines of processes that have `mark` in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")[:100])
        except OSError:
            continue
    return found


def test_a_run_killed_at_any_moment_is_gone_on_with(
    class_course: Path, calm: Calm, scratch: Path, tmp_path: Path
) -> None:
    """SIGKILL at many moments, to the run alone or to all its processes, then the same command: the undisturbed gradebook."""
    undisturbed = Path(shutil.copytree(calm.root, tmp_path / "undisturbed"))
    assert enter_by_hand(undisturbed)
    grade(undisturbed)
    expected = tables(undisturbed), records(undisturbed), pages(undisturbed)
    assert len(expected[1]) == len(STUDENTS)
    choose = random.Random(20260105)
    killed, courses, kinds = 0, 0, Counter[str]()
    while killed < KILLS:
        root, is_entered, is_over = tmp_path / f"course{courses}", False, False
        shutil.copytree(class_course, root)
        while killed < KILLS and not is_over:
            kind, is_now = choose_moment(root, choose, calm.total_s)
            run, begin = start(root, choose.choice((1, 2)), scratch), time.monotonic()
            while run.poll() is None and not is_now(time.monotonic() - begin):
                time.sleep(0.001)
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL) if choose.randrange(3) else run.kill()
                killed += 1
                kinds[kind] += 1
            printed, _ = run.communicate(timeout=60)
            assert run.returncode in (0, -signal.SIGKILL), printed
            is_over = run.returncode == 0
            is_entered = is_entered or enter_by_hand(root)
        if not is_over:
            grade(root)
        if not is_entered:
            assert enter_by_hand(root)
            grade(root)
        assert (tables(root), records(root), pages(root)) == expected
        assert not [path for path in (root / "gradebook").rglob(".*") if path.name != ".lock"]
        courses += 1
    deadline = time.monotonic() + 20
    while others(str(scratch)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert others(str(scratch)) == []
    assert [path for path in scratch.rglob("*") if path.is_file()] == []
    print(f"{killed} kills in {courses} courses, where a run takes {calm.total_s:.1f} s: {dict(kinds)}")


def workers_of(run: subprocess.Popen[str]) -> list[int]:
    """The worker processes of a run: what its fork server has forked."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = parent_of(path)
            if b"forkserver" in (path / "cmdline").read_bytes() and parent_of(Path(f"/proc/{parent}")) == run.pid:
                found.append(int(path.name))
    return found


def parent_of(path: Path) -> int:
    return int((path / "stat").read_text().rpartition(")")[2].split()[1])


def test_workers_killed_at_any_moment_cost_nobody_anything(class_course: Path, calm: Calm) -> None:
    """SIGKILL to workers while they start and while they grade: the run goes on and ends as if nothing had happened."""
    choose = random.Random(20260106)
    run, killed = start(class_course, 2), 0
    while run.poll() is None:
        time.sleep(choose.uniform(0.01, 0.2))
        found = workers_of(run)
        if found and killed < max(2, KILLS // 2):
            os.kill(choose.choice(found), signal.SIGKILL)
            killed += 1
            time.sleep(choose.uniform(0, calm.total_s / 4))
    printed, _ = run.communicate(timeout=60)
    assert run.returncode == 0, printed
    assert killed >= 2
    assert (tables(class_course), records(class_course), pages(class_course)) == (
        tables(calm.root),
        records(calm.root),
        pages(calm.root),
    )


def test_an_interrupt_at_any_moment_is_one_line_and_no_loss(class_course: Path, calm: Calm) -> None:
    """Ctrl-C while the run starts, grades, writes or ends, once or twice; the same command goes on."""
    choose = random.Random(20260107)
    for number in range(max(2, KILLS // 2)):
        run = start(class_course, choose.choice((1, 2)))
        # Before the lock is there nothing has begun, and Python itself may still be starting.
        while run.poll() is None and not (class_course / "gradebook" / ".lock").exists():
            time.sleep(0.01)
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(choose.uniform(0, calm.total_s * 0.9))
        for _ in range(1 + number % 2):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGINT)
            time.sleep(choose.uniform(0, 0.02))
        start_s = time.monotonic()
        run.wait(timeout=60)
        assert time.monotonic() - start_s < 10
        printed, _ = run.communicate(timeout=60)
        assert run.returncode in (0, 130), printed
        assert run.returncode == 0 or "interrupted: what was graded so far is recorded; run the command" in printed
    grade(class_course)
    assert (tables(class_course), records(class_course), pages(class_course)) == (
        tables(calm.root),
        records(calm.root),
        pages(calm.root),
    )


def test_two_runs_at_once_say_who_holds_the_gradebook(calm: Calm) -> None:
    """The second run ends at once with the number of the first; the first ends as if alone."""
    status, printed = calm.second
    assert status == 1
    assert re.search(rf"in use by \S+, process {calm.process} on \S+, since \d{{4}}-\d\d-\d\d \d\d:\d\d", printed)
    assert "hint:" in printed
    assert calm.status == 0, calm.printed
    assert len(records(calm.root)) == len(STUDENTS)


# Run as a program of its own, in a mount namespace of its own: grades on a disk that is nearly full, then on a roomy one.
# All its runs share a worker, which has its files elsewhere: to start one takes seconds.
FULL = """
import contextlib, io, json, pathlib, shutil, subprocess, sys
from autograder.cli.main import main
from autograder.grading import cluster, local_pool

folder = pathlib.Path(sys.argv[1])
disk = folder / "full"
command = ["grade", "lesson09", "--root", str(disk / "course"), "--workers", "1"]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], check=True)
shutil.copytree(folder / "course", disk / "course")
ends = []
shared = contextlib.ExitStack()
pool = shared.enter_context(local_pool(1))
cluster.local_pool = lambda _count: contextlib.nullcontext(pool)
for free_kib in (8, 200, 60):
    used_kib = int(subprocess.check_output(["du", "-sk", disk]).split()[0])
    subprocess.run(["mount", "-o", f"remount,size={used_kib + free_kib}k", disk], check=True)
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.redirect_stderr(printed):
        status = main(command)
    ends.append((str(status), printed.getvalue()))
(folder / "ends.json").write_text(json.dumps(ends))
subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
status = main(command)
shared.close()
shutil.copytree(disk / "course" / "gradebook", folder / "after")
sys.exit(status)
"""


def test_a_full_disk_is_an_error_and_no_loss(class_course: Path, calm: Calm, tmp_path: Path) -> None:
    """With no room left a run ends in one error line, wherever it got to; with room again the same command ends right."""
    (tmp_path / "full").mkdir()
    if os.getuid() == 0:
        command = ["unshare", "--mount", sys.executable, "-c", FULL, str(tmp_path)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        root = tmp_path / "again"
        root.mkdir()
        (tmp_path / "after").rename(root / "gradebook")
        ends = json.loads((tmp_path / "ends.json").read_text())
        assert len(ends) == 3
    else:  # no disk of its own can be had: no file may grow instead
        root, ends = class_course, []
        for kib in (1, 120, 200):
            run = subprocess.Popen(
                [
                    "sh",
                    "-c",
                    f'ulimit -S -f {kib * 2}; exec "$@"',
                    "sh",
                    sys.executable,
                    "-m",
                    "autograder",
                    "grade",
                    "lesson09",
                    "--root",
                    str(root),
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            printed, _ = run.communicate(timeout=120)
            ends.append((str(run.returncode), printed))
        grade(root)
    print([(status, printed.splitlines()[0][:200]) for status, printed in ends])
    assert [status for status, _ in ends].count("1") >= 2
    for status, printed in ends:
        if status == "0":
            continue  # there was room enough
        assert status == "1", printed
        assert printed.count("error:") == 1, printed
        assert "Traceback" not in printed
    assert (tables(root), records(root), pages(root)) == (tables(calm.root), records(calm.root), pages(calm.root))
    assert not [path for path in (root / "gradebook").rglob(".*") if path.name != ".lock"]
