"""The same grading on a real Dask cluster of processes: equal results, lost workers, refused workers, TLS."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import distributed
import fatal
import pytest
from dask_cluster import start_cluster

from autograder.cli.main import main
from autograder.course import Course
from autograder.gradebook import open_book
from autograder.grading import cluster as clusters
from autograder.grading import find_differences
from autograder.grading.work import describe_machine

STUDENTS = 16


@pytest.fixture(scope="module")
def class_handed_in(new_course: Callable[..., Path], hand_in: Callable[..., Path]) -> Path:
    """A class of one notebook: right, wrong and broken answers."""
    root = new_course("activations")
    bodies = ("return z.clamp(min=0)", "return z", "return torch.relu(z) + 1 / 0", "return z * (z > 0)")
    for number in range(STUDENTS):
        body = f"def relu(z):\n    {bodies[number % len(bodies)]}  # {number}"
        hand_in(root, f"sample-{number:02}", "activations", relu=body)
    return root


@pytest.fixture
def course(class_handed_in: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(class_handed_in, tmp_path / "course"))


@pytest.fixture(scope="module")
def local(class_handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The rows that the pool of this machine ends in."""
    root = Path(shutil.copytree(class_handed_in, tmp_path_factory.mktemp("local") / "course"))
    assert main(["grade", "lesson09", "--root", str(root)]) == 0
    found = rows(root)
    assert {len(found["records"]), len(found["scores"])} == {STUDENTS}
    return found


def rows(root: Path) -> dict[str, Any]:
    """Return every record without its times, and every row of the gradebook."""
    records = {}
    for path in sorted((root / "gradebook" / "grades" / "lesson09").glob("[!.]*.json")):
        record = json.loads(path.read_text())
        for notebook in record["notebooks"]:
            for name in [name for name in notebook if name.endswith("_s")]:
                del notebook[name]
        records[path.stem] = record
    with open_book(Course(root)) as book:
        scores = {student: standing.scores for student, standing in book.standings("lesson09").items()}
    return {"records": records, "scores": scores}


def start_over(root: Path) -> None:
    """Throw away what was graded."""
    for name in ("grades", "autograded"):
        shutil.rmtree(root / "gradebook" / name)
    (root / "gradebook" / "gradebook.db").unlink()


def test_workers_started_here_give_the_same_rows(course: Path, local: dict[str, Any]) -> None:
    """`--dask 2` and the pool of this machine end in equal records and rows."""
    assert main(["grade", "lesson09", "--root", str(course), "--dask", "2"]) == 0
    assert rows(course) == local


@pytest.mark.long
def test_a_killed_worker_loses_nothing(course: Path, local: dict[str, Any]) -> None:
    """One of two workers dies of SIGKILL in the middle: the other does its chunk, and each student is there once."""
    records = course / "gradebook" / "grades" / "lesson09"
    killed: list[int] = []

    def kill_when_busy(worker: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 120
        while not list(records.glob("[!.]*.json")) and time.monotonic() < deadline:
            time.sleep(0.01)
        worker.kill()
        killed.append(len(list(records.glob("[!.]*.json"))))

    with start_cluster(course, course) as (address, workers, _):
        killer = threading.Thread(target=kill_when_busy, args=(workers[0],))
        killer.start()
        assert main(["grade", "lesson09", "--root", str(course), "--scheduler", address]) == 0
        killer.join()
    assert 0 < killed[0] < STUDENTS
    assert rows(course) == local
    log = (course / "gradebook" / "logs" / "lesson09.log").read_text()
    assert [log.count(f"sample-{number:02}/activations.ipynb:") for number in range(STUDENTS)] == [1] * STUDENTS


@pytest.mark.long
def test_whoever_ends_his_worker_is_ungraded_and_nobody_else(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two of them end their workers, each time anew: the cluster starts others, and all other students are graded."""
    monkeypatch.setattr(clusters, "try_chunk_within", fatal.try_chunk_by_name)
    assert main(["grade", "lesson09", "--root", str(course), "--dask", "2"]) == 3
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("UNGRADED")]
    assert [line.partition("/")[0].rpartition(" ")[2] for line in lines] == ["sample-03", "sample-05"]
    assert all("KilledWorker" in line for line in lines)
    found = rows(course)["records"]
    assert len(found) == STUDENTS
    ungraded = [student for student, record in found.items() if record["notebooks"][0]["ungraded"]]
    assert ungraded == ["sample-03", "sample-05"]


@pytest.mark.campaign
@pytest.mark.parametrize("what", ["its workers", "its scheduler"])
def test_a_cluster_that_is_lost_ends_the_run(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """All workers or the scheduler gone for good: one error line, and what was graded is recorded."""
    monkeypatch.setattr(clusters, "_RETURN_S", 2.0)
    records = course / "gradebook" / "grades" / "lesson09"

    def end_when_busy(worker: subprocess.Popen[bytes], scheduler: Any) -> None:
        deadline = time.monotonic() + 120
        while not list(records.glob("[!.]*.json")) and time.monotonic() < deadline:
            time.sleep(0.01)
        if what == "its workers":
            worker.kill()
        else:
            scheduler.close()

    with start_cluster(course) as (address, [worker], scheduler):
        ender = threading.Thread(target=end_when_busy, args=(worker, scheduler))
        ender.start()
        status = main(["grade", "lesson09", "--root", str(course), "--scheduler", address])
        ender.join()
    said = capsys.readouterr().err
    assert status == 1, said
    assert [line[:34] for line in said.splitlines() if line.startswith("error")] == [
        "error: the cluster is lost: it has"
    ]
    assert 0 < len(list(records.glob("[!.]*.json"))) < STUDENTS
    assert not any(record["notebooks"][0]["ungraded"] for record in rows(course)["records"].values())


@pytest.mark.long
def test_a_worker_with_another_suite_is_refused(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named with the reason; another worker does the work, and without one nothing is graded."""
    other = tmp_path / "other"
    shutil.copytree(course, other)
    suite = other / "tests" / "lesson09" / "test_activations.py"
    suite.write_text(suite.read_text() + "\n# another version\n")
    with start_cluster(course, other) as (address, workers, _):
        assert main(["grade", "lesson09", "--root", str(course), "--scheduler", address]) == 0
        errors = capsys.readouterr().err
        assert errors.count("worker left out") == 1
        assert "another version of the suite or the source of activations" in errors
        assert len(rows(course)["records"]) == STUDENTS
        start_over(course)
        workers[0].kill()
        assert main(["grade", "lesson09", "--root", str(course), "--scheduler", address]) == 1
    errors = capsys.readouterr().err
    assert "no worker of the cluster can grade this lesson" in errors
    assert "another version of the suite" in errors
    assert not list((course / "gradebook").glob("grades/lesson09/*.json"))


@pytest.mark.long
def test_tls_is_passed_through(course: Path) -> None:
    """With certificates on both sides the run works; without them there is no talking to the scheduler."""
    key, cert = course / "key.pem", course / "cert.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*words, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    shutil.copy(cert, course / "ca.pem")
    files = {"tls_ca_file": str(course / "ca.pem")}
    for role in ("client", "scheduler", "worker"):
        files |= {f"tls_{role}_cert": str(cert), f"tls_{role}_key": str(key)}
    security = distributed.Security(require_encryption=True, **files)
    grade = ["grade", "lesson09", "--root", str(course), "--student", "sample-00"]
    with start_cluster(course, security=security) as (address, _, _):
        assert address.startswith("tls://")
        tls = ["--tls-ca", str(course / "ca.pem"), "--tls-cert", str(cert), "--tls-key", str(key)]
        assert main([*grade, "--scheduler", address]) == 1
        assert main([*grade, "--scheduler", address, *tls]) == 0
    assert list(rows(course)["records"]) == ["sample-00"]


@pytest.mark.long
def test_a_scheduler_that_is_not_there_is_named(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The address and what to look at are said; nothing is written."""
    assert main(["grade", "lesson09", "--root", str(course), "--scheduler", "tcp://127.0.0.1:9"]) == 1
    assert "the scheduler tcp://127.0.0.1:9 does not answer" in capsys.readouterr().err


def test_where_a_workers_course_stands_is_no_matter_here(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """AUTOGRADER_ROOT is for the workers of a cluster: a run on this machine grades by its own course."""
    grade = ["grade", "lesson09", "--root", str(course), "--student", "sample-00"]
    assert main(grade) == 0
    monkeypatch.setenv("AUTOGRADER_ROOT", str(tmp_path / "nowhere"))
    capsys.readouterr()
    assert main([*grade, "--explain"]) == 0
    assert capsys.readouterr().out == "0 notebooks would be run\n"


def test_what_makes_a_machine_unfit_is_said(course: Path) -> None:
    """Other versions, a missing course and a missing jail are each a difference; the same machine has none."""
    here = describe_machine(course, "lesson09", "jail")
    assert find_differences(here, here) == []
    old = replace(here, versions=tuple((name, "0.1" if name == "torch" else v) for name, v in here.versions))
    assert find_differences(here, old) == [f"torch 0.1 instead of {dict(here.versions)['torch']}"]
    nowhere = describe_machine(course / "nowhere", "lesson09", "jail")
    assert nowhere.problem
    assert find_differences(here, nowhere)[0] == nowhere.problem
