"""A receipt is on disk, whole, and in a queue that keeps its order."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.desk.database import Database, open_database
from autograder.desk.placing import place_best, place_notebooks
from autograder.desk.queue import MOST_STARTS, MOST_TRIES, Queue
from autograder.desk.receipt import NotebookScore, Receipt, ReceiptState
from autograder.desk.receipts import NoAttemptLeft, Receipts
from autograder.desk.settings import DeskSettings, read_desk_settings
from autograder.errors import CourseError, GradebookError
from autograder.files import hash_parts
from autograder.submissions import BesideFile, SentNotebook

TWO = DeskSettings(attempts=2, minutes_per_attempt=10)


def sent(text: str = "1", notebook: str = "gates") -> list[SentNotebook]:
    return [SentNotebook(notebook, f"{notebook}.ipynb", text.encode(), hash_parts(text))]


@pytest.fixture
def receipts(course: Course, database: Database) -> Receipts:
    return Receipts(course, database)


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


def claim(queue: Queue, most: int = 9) -> list[Receipt]:
    return queue.claim(most, lambda _: TWO)


def ids(receipts: Sequence[Receipt]) -> list[str]:
    return [one.id for one in receipts]


def test_a_receipt_says_what_is_on_disk(course: Course, receipts: Receipts) -> None:
    """Names, hashes, sizes and the time; the file is there, and another process finds the same receipt."""
    receipt = receipts.hand_in("ann", "week1", sent("work"), TWO, 1000.0)
    assert receipts.notebook_path(receipt.id, "gates").read_bytes() == b"work"
    [file] = receipt.files
    assert (file.name, file.digest, file.size) == ("gates.ipynb", hash_parts("work"), 4)
    assert (receipt.attempt, receipt.received_s, receipt.state) == (1, 1000.0, ReceiptState.RECEIVED)
    other = open_database(course)
    assert Receipts(course, other).find(receipt.id) == receipt
    other.close()


def test_files_and_row_are_forced_to_disk(
    course: Course, receipts: Receipts, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, its folder and the folder above are synced before the row is committed; the database waits for it."""
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")).name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    receipts.hand_in("ann", "week1", sent(), TWO, 1000.0)
    assert synced[0] == "gates.ipynb"
    assert synced[1].endswith(".new")
    assert synced[2] == "desk"
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_who_sends_the_same_again_gets_the_same_receipt(receipts: Receipts) -> None:
    """Two clicks cost one attempt; something else is another attempt."""
    first = receipts.hand_in("ann", "week1", sent(), TWO, 1000.0)
    assert receipts.hand_in("ann", "week1", sent(), TWO, 1001.0) == first
    assert receipts.bucket("ann", "week1", TWO, 1001.0).left == 1
    assert receipts.hand_in("ann", "week1", sent("2"), TWO, 1002.0).attempt == 2
    assert len([path for path in receipts.folder.iterdir() if path.is_dir()]) == 2


def test_attempts_end_and_come_back(receipts: Receipts) -> None:
    """A third hand-in of two is refused with the time of the next; it leaves no file, and costs nobody else."""
    for text in "12":
        receipts.hand_in("ann", "week1", sent(text), TWO, 1000.0)
    with pytest.raises(NoAttemptLeft) as refused:
        receipts.hand_in("ann", "week1", sent("3"), TWO, 1000.0)
    assert refused.value.bucket.next_s == 1600.0
    assert len([path for path in receipts.folder.iterdir() if path.is_dir()]) == 2
    assert receipts.hand_in("ann", "week2", sent("3"), TWO, 1000.0).attempt == 1
    assert receipts.hand_in("bob", "week1", sent("3"), TWO, 1000.0).attempt == 1
    assert receipts.hand_in("ann", "week1", sent("3"), TWO, 1600.0).attempt == 3


def test_what_cannot_be_stored_is_no_receipt(receipts: Receipts, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk there is an error, no row, no file and no attempt less."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            receipts.hand_in("ann", "week1", sent(), TWO, 1000.0)
    assert receipts.of_student("ann") == []
    assert not [path for path in receipts.folder.iterdir() if path.is_dir()]
    assert receipts.bucket("ann", "week1", TWO, 1000.0).left == 2


def test_a_locked_database_is_said_and_leaves_nothing(course: Course, receipts: Receipts, database: Database) -> None:
    """Who cannot get the database's lock gets an error that says so, and no receipt; then it works again."""
    other = open_database(course)
    with database.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with other.write(), pytest.raises(GradebookError, match="locked"):
        receipts.hand_in("ann", "week1", sent(), TWO, 1000.0)
    other.close()
    assert receipts.of_student("ann") == []
    assert receipts.hand_in("ann", "week1", sent(), TWO, 1000.0).attempt == 1


def test_the_queue_keeps_its_order_and_a_student_waits_for_himself(receipts: Receipts, queue: Queue) -> None:
    """First come, first served; of one student's attempts the second waits until the first is over."""
    first = receipts.hand_in("ann", "week1", sent("1"), TWO, 1000.0)
    second = receipts.hand_in("ann", "week1", sent("2"), TWO, 1000.0)
    other = receipts.hand_in("bob", "week1", sent("3"), TWO, 1000.0)
    later = receipts.hand_in("cat", "week2", sent("4"), TWO, 1000.0)
    assert [queue.place(one).place for one in (first, second, other, later)] == [1, 2, 3, 4]
    claimed = claim(queue)
    assert ids(claimed) == ids([first, other])  # of one lesson
    assert ids(claim(queue)) == ids([later])
    assert claim(queue) == []
    queue.finish(claimed[0], [NotebookScore("gates", 2.0, 5.0)], 1.5)
    assert ids(claim(queue)) == [second.id]
    done = receipts.find(first.id)
    assert done is not None
    assert (done.state, done.scores) == (ReceiptState.GRADED, (NotebookScore("gates", 2.0, 5.0),))
    assert queue.pace().seconds_each == 1.5
    assert queue.place(second).wait_s == 1.5


def test_what_a_dead_grader_left_is_done_again(database: Database, receipts: Receipts) -> None:
    """After its end the receipt is claimed again, alone. What is there each time that a grader ends lets others go
    first, and in the end it is our failure, and free."""
    now = [1000.0]
    queue = Queue(database, lambda: now[0])
    receipt = receipts.hand_in("ann", "week1", sent("1"), TWO, 1000.0)
    for number in range(MOST_STARTS):
        assert receipt.id in ids(claim(queue, 1)), number
        assert queue.start_again() == 1
        if number + 1 >= MOST_TRIES:
            assert claim(queue) == []
            now[0] += 30
    other = receipts.hand_in("bob", "week1", sent("2"), TWO, 1000.0)
    assert ids(claim(queue)) == [other.id]
    failed = receipts.find(receipt.id)
    assert failed is not None
    assert failed.state is ReceiptState.FAILED
    assert receipts.bucket("ann", "week1", TWO, 1000.0).left == 2


def test_what_is_left_half_done_waits_for_a_grader(queue: Queue, receipts: Receipts) -> None:
    """Also where there is nothing else to do: what its student sent later has to wait for it."""
    assert not queue.is_waiting()
    first = receipts.hand_in("ann", "week1", sent("1"), TWO, 1000.0)
    assert queue.is_waiting()
    assert ids(claim(queue)) == [first.id]
    receipts.hand_in("ann", "week1", sent("2"), TWO, 1001.0)
    assert queue.is_waiting()
    queue.start_again()
    assert ids(claim(queue)) == [first.id]


def test_our_failure_is_tried_again_and_then_costs_no_attempt(database: Database, receipts: Receipts) -> None:
    """UNGRADED twice is tried again a little later, the third time it is said, and the attempt is given back."""
    now = [1000.0]
    queue = Queue(database, lambda: now[0])
    receipt = receipts.hand_in("ann", "week1", sent("1"), TWO, now[0])
    for number in range(MOST_TRIES):
        assert not number or claim(queue) == []
        now[0] += 30
        [claimed] = claim(queue)
        queue.fail(claimed, [NotebookScore("gates", 0.0, 5.0, is_ungraded=True)], "the jail broke", TWO)
    failed = receipts.find(receipt.id)
    assert failed is not None
    assert (failed.state, failed.reason) == (ReceiptState.FAILED, "the jail broke")
    assert receipts.bucket("ann", "week1", TWO, now[0]).left == 2


def test_what_is_put_back_was_not_tried(database: Database, receipts: Receipts) -> None:
    """If the lesson itself is the trouble, receipts wait as if nobody had taken them, and other lessons go on."""
    now = [1000.0]
    queue = Queue(database, lambda: now[0])
    broken = receipts.hand_in("ann", "week1", sent("1"), TWO, 1000.0)
    other = receipts.hand_in("bob", "week2", sent("1"), TWO, 1000.0)
    for _ in range(2 * MOST_TRIES):
        assert ids(claim(queue)) == [broken.id]
        queue.put_back([broken], "the suite is broken")
        now[0] += 6
    assert ids(claim(queue)) == [broken.id]
    queue.put_back([broken], "the suite is broken")
    assert ids(claim(queue)) == [other.id]
    now[0] -= 3600  # a clock that is set back holds up nobody
    [receipt] = claim(queue)
    assert (receipt.id, receipt.tries, receipt.reason) == (broken.id, 0, "the suite is broken")


def test_a_folder_without_a_row_is_swept_when_it_is_old(receipts: Receipts) -> None:
    """What a killed process left goes; a receipt's folder stays, however old, and a young one may still get its row."""
    receipt = receipts.hand_in("ann", "week1", sent("1"), TWO, 1000.0)
    for name in (".abc.new", "abc", "young"):
        (receipts.folder / name).mkdir()
    for name in (".abc.new", "abc", receipt.id):
        os.utime(receipts.folder / name, (1.0, 1.0))
    assert receipts.sweep() == [".abc.new", "abc"]
    assert receipts.notebook_path(receipt.id, "gates").exists()
    assert (receipts.folder / "young").exists()
    shutil.rmtree(receipts.folder / "young")


def test_settings_are_for_all_lessons_or_for_one(course: Course) -> None:
    """The nearest wins, and a key that nobody knows is refused with its name."""
    path = course.root / "desk.toml"
    assert read_desk_settings(course, "week1") == DeskSettings()
    path.write_text('attempts = 3\n[lessons.week1]\ncounts = "best"\n')
    assert read_desk_settings(course, "week1") == DeskSettings(attempts=3, counts="best")
    assert read_desk_settings(course, "week2") == DeskSettings(attempts=3)
    path.write_text("attempt = 3\n")
    with pytest.raises(CourseError, match="attempt"):
        read_desk_settings(course, "week1")


def test_files_beside_the_notebooks_are_part_of_a_receipt(course: Course, receipts: Receipts) -> None:
    """They are stored with it and named; the same notebooks with another file are another attempt; names lead nowhere."""

    def beside(text: bytes) -> list[BesideFile]:
        return [BesideFile("helpers.py", text, hash_parts(text))]

    first = receipts.hand_in("ann", "week1", sent(), TWO, 1000.0, beside(b"x = 1"))
    assert receipts.hand_in("ann", "week1", sent(), TWO, 1000.0, beside(b"x = 1")).id == first.id
    second = receipts.hand_in("ann", "week1", sent(), TWO, 1000.0, beside(b"x = 2"))
    assert (second.attempt, [file.name for file in second.beside]) == (2, ["helpers.py"])
    assert receipts.beside_path(first.id, "helpers.py").read_bytes() == b"x = 1"
    place_notebooks(course, receipts, second)
    placed = course.submitted / "ann" / "week1" / "helpers.py"
    assert placed.read_bytes() == b"x = 2"


def test_what_lay_beside_the_best_attempt_is_put_back_with_it(course: Course, receipts: Receipts) -> None:
    """Of each name the newest of that time; what came with a worse attempt is gone again."""
    many = DeskSettings(attempts=9)
    files = [{"a.py": b"1"}, {"b.py": b"2"}, {"a.py": b"3", "c.py": b"3"}]
    for number, own in enumerate(files):
        found = [BesideFile(name, data, hash_parts(data)) for name, data in own.items()]
        receipt = receipts.hand_in("ann", "week1", sent(str(number)), many, 1000.0 + number, found)
        place_notebooks(course, receipts, receipt)
    place_best(course, receipts, {"gates": receipts.of_student("ann", "week1")[1]})
    folder = course.submitted / "ann" / "week1"
    assert {path.name: path.read_bytes() for path in folder.glob("*.py")} == {"a.py": b"1", "b.py": b"2"}
    assert (folder / "gates.ipynb").read_bytes() == b"1"


def test_how_long_grading_took_is_told_in_steps(receipts: Receipts) -> None:
    """A second, two, four: whatever ends within one step is told at its end. A clock that was set back holds nothing."""
    receipt = replace(receipts.hand_in("ann", "week1", sent(), TWO, 1000.0), started_s=1000.0)
    for spent_s, told_s in ((0.1, 1001.0), (0.9, 1001.0), (1.1, 1002.0), (1.9, 1002.0), (5.0, 1008.0), (7.0, 1008.0)):
        over = replace(receipt, finished_s=1000.0 + spent_s)
        assert over.is_quiet(told_s - 0.01)
        assert not over.is_quiet(told_s)
    assert not replace(receipt, finished_s=1001.0).is_quiet(500.0)
    assert not receipt.is_quiet(1000.0)
