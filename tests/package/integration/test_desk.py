"""The desk with its real processes and the real jail: what has a receipt is graded, whatever is killed."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from desks import READY_S, RIGHT, WRONG, Served, make_notebook, open_lesson, read_links, send, wait_until_over

from autograder.cli.main import main
from autograder.course import Course
from autograder.desk.database import open_database
from autograder.desk.receipt import ReceiptState
from autograder.desk.receipts import Receipts
from autograder.records import hold_gradebook

STUDENTS = [f"sample-{number:02}" for number in range(6)]


@pytest.fixture(scope="module")
def served(new_course: Callable[..., Path]) -> Iterator[Served]:
    served = Served(open_lesson(new_course("activations"), STUDENTS))
    yield served
    served.end()


@pytest.fixture(scope="module")
def links(served: Served) -> dict[str, str]:
    return read_links(served.root, served.url)


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


@pytest.mark.long
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
    end_s = time.monotonic() + READY_S
    while not given and time.monotonic() < end_s:  # on a busy machine the first kill came before any receipt
        time.sleep(0.05)
    order = ["grade", "web", "all"]
    for number in range(kills):
        time.sleep(chance.uniform(0.5, 3.0))
        served.kill(order[number % len(order)])
    stop.set()
    for thread in threads:
        thread.join()
    assert given
    # A kill between the two leaves a receipt that its student does not know of: that one counts as well.
    kept = {receipt.id for student in STUDENTS[4:] for receipt in receipts.of_student(student)}
    assert kept >= {receipt["receipt"] for receipt, _ in given}
    wait_until_over(receipts, sorted(kept))
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
