"""A run ends, whatever its workers do, and what goes wrong with one student costs no other anything."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any

import fatal
import pytest

from autograder.cli.main import main
from autograder.errors import CourseError, WorkerError, WorkerLost
from autograder.gradebook import rows as row_station
from autograder.grading import dispatch
from autograder.grading import plan as plan_station
from autograder.grading import pool as pools
from autograder.grading import process as one_process
from autograder.grading import results as result_station
from autograder.grading.dispatch import Dispatcher
from autograder.grading.plan import Plan
from autograder.grading.pool import WorkerPool, local_pool
from autograder.grading.results import Finished
from autograder.grading.work import Chunk, GradedNotebook, Work
from autograder.records import NotebookGrade
from autograder.submissions import Submission

LIMIT_S = 0.5


@pytest.fixture
def processes() -> Iterator[WorkerPool]:
    """A pool of two real processes of its own."""
    pool = WorkerPool(2)
    yield pool
    pool.kill()


# --- processes ---


def test_a_process_that_ends_fails_its_own_task_alone(processes: WorkerPool) -> None:
    """Killed, gone by itself, dead in the middle of its answer: the tasks before and after it are done."""
    bad = [(fatal.kill,), (fatal.leave, 3), (fatal.end_in_an_answer, "SIGKILL")]
    tasks = []
    for function, *arguments in bad * 4:
        tasks.append(processes.submit(fatal.answer, fatal.LARGE))
        tasks.append(processes.submit(function, *arguments))
    assert not wait(tasks, timeout=60).not_done
    assert [len(task.result()) for task in tasks[::2]] == [fatal.LARGE] * 12
    reasons = [str(task.exception()) for task in tasks[1::2]]
    killed, left = "its worker process was killed by SIGKILL", "its worker process ended early, with status 3"
    assert reasons == [killed, left, killed] * 4
    assert {type(task.exception()) for task in tasks[1::2]} == {WorkerLost}
    processes.shutdown()
    assert not processes._processes


def test_a_process_that_does_not_answer_is_killed_at_its_limit(processes: WorkerPool) -> None:
    """Stopped, in the middle of its answer or before, or stopped so that it takes no task; others are answered."""
    stopped = [processes.submit_within(LIMIT_S, fatal.stop)]
    stopped.append(processes.submit_within(LIMIT_S, fatal.end_in_an_answer, "SIGSTOP"))
    stopped.append(processes.submit_within(LIMIT_S, time.sleep, 60))
    good = processes.submit(fatal.answer, 3)
    assert {str(task.exception(60)) for task in stopped} == {"its worker process was killed: no result after 0.5 s"}
    assert len(good.result(60)) == 3


def test_an_answer_that_cannot_be_read_is_an_exception_of_its_own(processes: WorkerPool) -> None:
    """Whatever a task raises or answers, its process lives on, and the traceback of the other side is kept."""
    kinds = [ValueError, RecursionError, MemoryError, SystemExit, KeyboardInterrupt, fatal.Own, fatal.Unsendable]
    tasks = [processes.submit(fatal.fail, kind) for kind in kinds]
    tasks += [processes.submit(fatal.answer_unreadably), processes.submit(lambda: 0)]
    found = [task.exception(60) for task in tasks]
    assert [type(error).__name__ for error in found[:3]] == ["ValueError", "RecursionError", "MemoryError"]
    assert [str(error) for error in found[3:6]] == ["SystemExit: as told", "KeyboardInterrupt: as told", "Own: as told"]
    assert all("fatal.py" in error.__notes__[0] for error in found[:7] if error is not None)
    assert all(isinstance(error, Exception) for error in found)
    assert len(processes._processes) <= 2
    assert all(process.is_alive for process in processes._processes)


def test_where_no_process_can_be_started_everybody_is_told(
    processes: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some attempts the pool gives up: no task waits for ever, and the next one is refused."""
    assert len(processes.submit(fatal.answer, 3).result(60)) == 3
    monkeypatch.setattr(one_process, "_serve", fatal.start_badly)
    tasks = [processes.submit(fatal.kill), *(processes.submit(fatal.answer, 3) for _ in range(4))]
    errors = [task.exception(60) for task in tasks]
    assert any("cannot be started: its worker process ended early, with status 7" in str(error) for error in errors)
    with pytest.raises(WorkerError, match="cannot be started"):
        processes.submit(fatal.answer, 3)


@pytest.mark.parametrize("busy", [fatal.stop, lambda: None, fatal.kill])
def test_leaving_by_an_exception_waits_for_nothing(busy: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the processes do meanwhile: sleep, be stopped in their answers, start, die."""
    monkeypatch.setattr(pools, "WorkerPool", WorkerPool)  # not the one that all tests share
    with pytest.raises(KeyboardInterrupt), local_pool(2) as pool:  # noqa: PT012
        tasks = [pool.submit(time.sleep, 60), pool.submit(busy)]
        tasks += [pool.submit(fatal.end_in_an_answer, "SIGSTOP")] * 2
        time.sleep(random.choice([0, 0.05, 0.1]))
        start = time.monotonic()
        raise KeyboardInterrupt
    assert time.monotonic() - start < 2


# --- chunks ---

GOOD = "good"
LAST_WORDS = {
    "kill": "its worker process was killed by SIGKILL",
    "leave": "its worker process ended early, with status 3",
    "die in an answer": "its worker process was killed by SIGKILL",
    "stop in an answer": "its worker process was killed: no result after 0.7 s",
    "raise": "ValueError in fatal.py",
    "recurse": "RecursionError in fatal.py",
    "exit": "SystemExit in fatal.py",
    "own": "Own in fatal.py",
    "unsendable": "Unsendable in fatal.py",
    "forget": "ValueError in dispatch.py",
    "refuse to be sent": "MemoryError",
}


class Here:
    """The workers of a run: real processes, which are told what becomes of a chunk by the files in it."""

    is_remote = False
    refused = ()
    count = 2

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool
        self.sent: list[tuple[str, ...]] = []

    def submit(self, chunk: Chunk, limit_s: float) -> Future[Any]:
        words = [work.data.decode() for work in chunk.work]
        self.sent.append(tuple(f"{work.student}/{work.notebook}" for work in chunk.work))
        if "refuse to be sent" in words:
            raise MemoryError
        return self.pool.submit_within(limit_s, fatal.try_chunk, chunk)

    def look_after(self, silent_s: float) -> None:
        assert silent_s < 60


def make_plan(student: str, words: list[str]) -> Plan:
    work = tuple(Work(student, f"n{place}", f"n{place}.ipynb", word.encode(), "") for place, word in enumerate(words))
    return Plan(Submission(student, "l", "", ()), None, work, (), ())


def grade(workers: Here, chunks: list[list[Plan]]) -> dict[str, Finished]:
    """Have plans graded as a run does; return what became of each student, who must be there once."""

    def make_chunk(work: tuple[Work, ...]) -> Chunk:
        return Chunk(Path("/"), "l", "jail", work)

    def give_up(work: Work, reason: str) -> GradedNotebook:
        grade = NotebookGrade(work.notebook, "", work.file, work.digest, "jail", {}, ungraded=reason)
        return GradedNotebook(work.student, grade, "")

    found = [one for some in Dispatcher(workers, make_chunk, give_up).run(chunks) for one in some]
    students = [one.plan.student for one in found]
    assert len(students) == len(set(students))
    return dict(zip(students, found, strict=True))


@pytest.mark.parametrize("fate", [*LAST_WORDS])
def test_whoever_ends_his_worker_is_ungraded_and_nobody_else(
    processes: WorkerPool, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    """The notebook is named with what happened, the student's other notebooks and all others are graded."""
    monkeypatch.setattr(dispatch, "STUDENT_S", 0.2)
    monkeypatch.setattr(dispatch, "CHUNK_S", 0.5)
    classes = [["good"] * 2, ["good", fate, "good"], ["good"]], [[], [fate], ["good"]], [["good"]] * 3
    chunks = [
        [make_plan(f"s{number}{place}", words) for place, words in enumerate(some)]
        for number, some in enumerate(classes)
    ]
    workers = Here(processes)
    found = grade(workers, chunks)
    assert sorted(found) == [f"s{number}{place}" for number in range(3) for place in range(3)]
    for plan in (plan for chunk in chunks for plan in chunk):
        for work, result in zip(plan.work, found[plan.student].results, strict=True):
            assert result.grade.notebook == work.notebook
            if work.data == b"good":
                assert (result.autograded, result.grade.ungraded) == ("good", "")
            else:
                assert LAST_WORDS[fate] in result.grade.ungraded
    assert workers.sent.count(("s01/n1",)) == 2
    assert workers.sent.count(("s11/n0",)) == 2
    assert workers.sent.count(("s20/n0", "s21/n0", "s22/n0")) == 1


def test_a_lesson_that_no_worker_can_load_ends_the_run(processes: WorkerPool) -> None:
    """What concerns everybody is said once, as it is, and not tried again."""
    workers = Here(processes)
    with pytest.raises(CourseError, match="as told"):
        grade(workers, [[make_plan("s0", ["good"])], [make_plan("s1", ["course"])]])
    assert len(workers.sent) == 2


# --- students ---

KINDS = [ValueError, KeyError, RecursionError, MemoryError, OSError, LookupError, AssertionError, fatal.Unsendable]
STATIONS = [
    (plan_station, "read_submission"),
    (plan_station, "read_grade"),
    (plan_station, "autograded_path"),
    (result_station, "find_changes"),
    (result_station, "write_file"),
    (result_station, "autograded_path"),
    (result_station, "append_history"),
    (result_station, "write_grade"),
    (row_station, "read_time"),
]


@pytest.fixture(scope="module")
def class_of_three(new_course: Callable[..., Path], hand_in: Callable[..., Path]) -> Path:
    """Three students, graded; the one in the middle has a time of his own."""
    root = new_course("activations")
    for number in range(3):
        hand_in(root, f"s{number}", "activations", relu=f"def relu(z):\n    return z.clamp(min=0)  # {number}")
        stamp = f"2026-01-0{number + 1} 12:00:00 UTC\n"
        (root / "gradebook" / "submitted" / f"s{number}" / "lesson09" / "timestamp.txt").write_text(stamp)
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    return root


def fails_for(student: str, function: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    """Return the function as it is for all others: for one student it raises."""

    def concerns(value: Any) -> bool:
        if isinstance(value, (list, tuple)):
            return any(concerns(one) for one in value)
        text = getattr(value, "student", str(value))
        return text in (student, "2026-01-02 12:00:00 UTC") or f"/{student}" in text

    def call(*arguments: Any, **options: Any) -> Any:
        if concerns(arguments):
            raise error
        return function(*arguments, **options)

    return call


@pytest.mark.parametrize("place", range(len(STATIONS)))
def test_an_exception_at_any_station_ends_one_student(
    class_of_three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: int
) -> None:
    """Planned, written, entered in the database: he is named with the exception, and all others are graded anew."""
    module, name = STATIONS[place]
    kind = KINDS[place % len(KINDS)]
    grade = ["grade", "lesson09", "--root", str(class_of_three)]
    folder = class_of_three / "gradebook" / "autograded"
    for number in range(3):
        (folder / f"s{number}" / "lesson09" / "activations.ipynb").unlink(missing_ok=True)
        record = class_of_three / "gradebook" / "grades" / "lesson09" / f"s{number}.json"
        record.write_text(re.sub(r'"score": [0-9.]+', '"score": 0.5', record.read_text()))  # so that there is a history
    with monkeypatch.context() as patch:
        patch.setattr(module, name, fails_for("s1", getattr(module, name), kind("on purpose")))
        assert main([*grade, "--workers", "1"]) == 3
    said = capsys.readouterr()
    [line] = [line for line in said.err.splitlines() if "s1/lesson09: " in line]
    assert f"s1/lesson09: UNGRADED (our fault, no points lost): {kind.__name__} in " in line
    assert "s0" not in said.err
    assert "s2" not in said.err
    assert (folder / "s0" / "lesson09" / "activations.ipynb").exists()
    assert (folder / "s2" / "lesson09" / "activations.ipynb").exists()
    assert main(grade) == 0
    assert (folder / "s1" / "lesson09" / "activations.ipynb").exists()
    assert "s1" not in capsys.readouterr().err


def test_what_concerns_everybody_ends_the_run(
    class_of_three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk and a locked database are said once, whoever meets them first."""
    grade = ["grade", "lesson09", "--root", str(class_of_three), "--force"]
    full = OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fails_for("s1", Path.write_bytes, full))
        assert main(grade) == 1
    assert capsys.readouterr().err.count("No space left on device") == 1
    with contextlib.closing(sqlite3.connect(class_of_three / "gradebook" / "gradebook.db")) as database:
        database.execute("begin exclusive")
        assert main(grade) == 1
    said = capsys.readouterr().err
    assert said.count("error:") == 1
    assert "database is locked" in said
    assert main(grade) == 0


def test_a_plan_that_fails_is_named_without_a_run_too(
    class_of_three: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--explain` and a trial go on with the others, and say who was left out."""
    monkeypatch.setattr(plan_station, "read_submission", fails_for("s1", plan_station.read_submission, KeyError("x")))
    assert main(["grade", "lesson09", "--root", str(class_of_three), "--force", "--explain"]) == 3
    said = capsys.readouterr()
    assert said.err.count("s1/lesson09: UNGRADED") == 1
    assert said.out.count(": forced") == 2
    assert main(["regrade", "lesson09", "--root", str(class_of_three), "--force"]) == 3
    said = capsys.readouterr()
    assert said.err.count("s1/lesson09: UNGRADED") == 1
    assert "2 students run again" in said.out


def test_a_worker_has_loaded_what_it_needs_and_looks_for_no_garbage_there() -> None:
    """PyTorch is there before the first call, and what is looked through for garbage is a small part of it all."""
    with local_pool(1) as pool:
        assert pool.submit(eval, "'torch' in __import__('sys').modules").result()
        assert pool.submit(gc.isenabled).result()
        assert pool.submit(gc.get_freeze_count).result() > 100_000
        assert pool.submit(eval, "len(__import__('gc').get_objects())").result() < 20_000


def test_a_worker_imports_nothing_from_where_the_command_was_started(tmp_path: Path) -> None:
    """A torch.py in the current folder is not what workers load; the folder of a program itself is its own affair."""
    trap = tmp_path / "trap"
    (tmp_path / "program").mkdir()
    trap.mkdir()
    for name in ("torch", "py", "pluggy", "numpy", "iniconfig"):
        (trap / f"{name}.py").write_text(f"open({str(tmp_path / 'caught')!r}, 'a').write(__name__)\n")
    program = tmp_path / "program" / "started.py"
    program.write_text(
        "import os\n"
        "from autograder.grading.pool import local_pool\n"
        "if __name__ == '__main__':\n"
        "    with local_pool(1) as pool:\n"
        "        print(pool.submit(os.getenv, 'PYTHONSAFEPATH').result(), os.getenv('PYTHONSAFEPATH'))\n"
        "        print(pool.submit(os.getenv, 'OPENBLAS_NUM_THREADS').result(), os.getenv('OPENBLAS_NUM_THREADS'))\n"
    )
    package = str(Path(__file__).resolve().parents[3])
    environment = {**os.environ, "PYTHONPATH": package, "OPENBLAS_NUM_THREADS": "3"}
    run = subprocess.run(
        [sys.executable, str(program)],
        cwd=trap,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert run.stdout == "None None\n1 3\n"
    assert not (tmp_path / "caught").exists()
