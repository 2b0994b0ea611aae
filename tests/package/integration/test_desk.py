"""The desk with its real processes and the real jail: what has a receipt is graded, whatever is killed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from autograder.cli.main import main
from autograder.course import Course
from autograder.desk.database import open_database
from autograder.desk.receipts import Receipts, ReceiptState
from autograder.records import hold_gradebook

REPOSITORY = Path(__file__).resolve().parents[3]
WRONG = "def relu(z):\n    return torch.where(z > 0, z, 0.01 * z)"
RIGHT = "def relu(z):\n    return torch.clamp(z, min=0)"
STUDENTS = [f"sample-{number:02}" for number in range(6)]
READY_S = 120.0


class Served:
    """A course at a desk, which can be killed and started again at the same address."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "autograder", "serve", "--root", str(self.root), "--port", str(self.port)]
        self.process = subprocess.Popen([*words, "--workers", "1"], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def parts(self, kind: str) -> list[int]:
        """Return the processes of the desk that serve pages ("web") or grade ("grade")."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if kind.encode() in _words(int(pid))]

    def kill(self, kind: str) -> None:
        """Kill a part of the desk, or all of it by its root ("all"), as the kernel does when memory is short."""
        assert self.process is not None
        if kind == "all":
            self.process.kill()
            self.process.wait()
            self.start()
        for pid in self.parts(kind) if kind != "all" else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()


def _words(pid: int) -> list[bytes]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return []


@pytest.fixture(scope="module")
def served(new_course: Callable[..., Path]) -> Iterator[Served]:
    root = new_course("activations")
    (root / "assignments" / "lesson09").mkdir(parents=True)
    shutil.copy(root / "solutions" / "lesson09" / "activations.ipynb", root / "assignments" / "lesson09")
    (root / "gradebook" / "roster.csv").write_text("id,name\n" + "".join(f"{one},\n" for one in STUDENTS))
    (root / "desk.toml").write_text('attempts = 100\n[lessons.lesson09]\ncounts = "last"\n')
    served = Served(root)
    yield served
    served.end()


@pytest.fixture(scope="module")
def links(served: Served) -> dict[str, str]:
    """The students' links, as `autograder links` writes them for mail merge."""
    table = served.root / "links.csv"
    assert main(["links", "--root", str(served.root), "--csv", str(table), "--url", served.url]) == 0
    assert table.stat().st_mode & 0o077 == 0
    rows = [line.split(",") for line in table.read_text(encoding="utf-8-sig").splitlines()[1:]]
    return {row[0]: row[5] for row in rows}


def make_notebook(root: Path, relu: str) -> bytes:
    document: Any = json.loads((root / "solutions" / "lesson09" / "activations.ipynb").read_text())
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "relu":
            cell["source"] = relu
    return json.dumps(document).encode()


def send(url: str, link: str, data: bytes) -> dict[str, Any]:
    answer = httpx.post(
        f"{url}/api/lessons/lesson09/hand-in",
        headers={"Authorization": f"Bearer {link.rsplit('/', 1)[1]}"},
        files=[("files", ("activations.ipynb", data))],
        timeout=60,
        trust_env=False,
    )
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def wait_until_over(receipts: Receipts, ids: list[str]) -> None:
    end_s = time.monotonic() + READY_S
    while not all((found := receipts.find(id)) is not None and found.state.is_over for id in ids):
        assert time.monotonic() < end_s, [receipts.find(id) for id in ids]
        time.sleep(0.1)


@pytest.fixture
def receipts(served: Served) -> Iterator[Receipts]:
    database = open_database(Course(served.root))
    yield Receipts(Course(served.root), database)
    database.close()


def without_times(path: Path) -> Any:
    record = json.loads(path.read_text())
    for notebook in record["notebooks"]:
        del notebook["time_s"], notebook["trusted_s"]
    return record


def test_a_notebook_becomes_the_grade_and_the_page_of_the_commands(
    served: Served,
    links: dict[str, str],
    receipts: Receipts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`autograder hand-in` waits and says the points; record and page are those that `grade` and `feedback` make."""
    student = STUDENTS[0]
    path = tmp_path / "activations.ipynb"
    path.write_bytes(make_notebook(served.root, WRONG))
    monkeypatch.setenv("AUTOGRADER_LINK", links[student])
    assert main(["hand-in", str(path)]) == 0
    said = capsys.readouterr().out
    [receipt] = receipts.of_student(student)
    assert receipt.id in said
    assert receipt.files[0].digest in said
    [score] = receipt.scores
    assert f"activations: {score.score:g} / {score.points:g}" in said
    assert score.score < score.points
    other = tmp_path / "course"
    shutil.copytree(served.root, other, ignore=shutil.ignore_patterns("grades", "autograded", "feedback", "desk*"))
    assert main(["grade", "lesson09", "--student", student, "--force", "--root", str(other)]) == 0
    record = f"gradebook/grades/lesson09/{student}.json"
    assert without_times(served.root / record) == without_times(other / record)
    assert main(["feedback", "lesson09", "--student", student, "--root", str(other)]) == 0
    page = other / "gradebook" / "feedback" / student / "lesson09" / "lesson09.html"
    assert receipts.page_path(receipt.id).read_bytes() == page.read_bytes()


def test_earlier_attempts_stay_and_the_last_one_counts(
    served: Served, links: dict[str, str], receipts: Receipts
) -> None:
    """A worse notebook after a better one: each attempt has its page, and the gradebook has the last one."""
    student = STUDENTS[1]
    ids = [send(served.url, links[student], make_notebook(served.root, code))["receipt"] for code in (RIGHT, WRONG)]
    wait_until_over(receipts, ids)
    last, first = receipts.of_student(student)
    assert first.scores[0].score == first.scores[0].points > last.scores[0].score
    assert receipts.page_path(first.id).read_bytes() != receipts.page_path(last.id).read_bytes()
    record = without_times(served.root / "gradebook" / "grades" / "lesson09" / f"{student}.json")
    assert record["notebooks"][0]["digest"] == last.files[0].digest


def test_the_best_attempt_counts_where_a_lesson_says_so(
    served: Served, links: dict[str, str], receipts: Receipts
) -> None:
    """The same two, where the best counts: both are shown, and the gradebook goes back to the better one."""
    settings, student = served.root / "desk.toml", STUDENTS[2]
    before = settings.read_text()
    settings.write_text(before.replace('"last"', '"best"'))
    ids = [send(served.url, links[student], make_notebook(served.root, code))["receipt"] for code in (RIGHT, WRONG)]
    wait_until_over(receipts, ids)
    settings.write_text(before)
    last, first = receipts.of_student(student)
    assert last.scores[0].score < first.scores[0].score
    record = without_times(served.root / "gradebook" / "grades" / "lesson09" / f"{student}.json")
    assert record["notebooks"][0]["digest"] == first.files[0].digest


def test_the_desk_waits_for_the_gradebook_and_lets_go_of_it(
    served: Served, links: dict[str, str], receipts: Receipts
) -> None:
    """While a command holds the gradebook, receipts are given and wait; a command gets it while the desk is busy."""
    student = STUDENTS[3]
    with hold_gradebook(Course(served.root)):
        receipt = send(served.url, links[student], make_notebook(served.root, RIGHT))["receipt"]
        time.sleep(1)
        found = receipts.find(receipt)
        assert found is not None
        assert found.state is ReceiptState.RECEIVED
    more = [send(served.url, links[student], make_notebook(served.root, f"{RIGHT} # {n}"))["receipt"] for n in (1, 2)]
    with hold_gradebook(Course(served.root)):
        pass
    wait_until_over(receipts, [receipt, *more])


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.campaign)])
def test_what_has_a_receipt_is_graded_whatever_is_killed(
    served: Served, links: dict[str, str], receipts: Receipts, kills: int
) -> None:
    """`kill -9` of pages, grader and all at random moments under load: every receipt is graded, as its file is."""
    chance = random.Random(kills)
    given: list[tuple[dict[str, Any], bytes]] = []
    stop = threading.Event()

    def hand_in(student: str) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            data = make_notebook(served.root, f"{WRONG if number % 2 else RIGHT}\n# {kills} {student} {number}")
            with contextlib.suppress(httpx.HTTPError):  # who got no receipt knows that he has none
                given.append((send(served.url, links[student], data), data))
            time.sleep(chance.uniform(1.0, 3.0))

    threads = [threading.Thread(target=hand_in, args=(student,)) for student in STUDENTS[4:]]
    for thread in threads:
        thread.start()
    order = ["grade", "web", "all"]
    for number in range(kills):
        time.sleep(chance.uniform(0.5, 3.0))
        served.kill(order[number % len(order)])
    stop.set()
    for thread in threads:
        thread.join()
    assert given
    wait_until_over(receipts, [receipt["receipt"] for receipt, _ in given])
    for receipt, data in given:
        found = receipts.find(receipt["receipt"])
        assert found is not None
        assert found.state is ReceiptState.GRADED, found
        [score] = found.scores
        assert (score.score == score.points) == (RIGHT.split("\n")[1].strip().encode() in data)
        assert receipts.notebook_path(found.id, "activations").read_bytes() == data
    for student in STUDENTS[4:]:
        record = without_times(served.root / "gradebook" / "grades" / "lesson09" / f"{student}.json")
        assert record["notebooks"][0]["digest"] == receipts.of_student(student)[0].files[0].digest
