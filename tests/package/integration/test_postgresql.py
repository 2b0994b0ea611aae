"""The whole lesson on a real PostgreSQL server: `db_url` is all that changes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from databases import start_postgresql
from sqlalchemy import create_engine

from autograder.classroom import find_explanations
from autograder.cli.main import main
from autograder.course import Course, find_course
from autograder.desk.database import open_database
from autograder.desk.links import LinkDoor, read_key
from autograder.desk.queue import Queue
from autograder.desk.receipt import NotebookScore
from autograder.desk.receipts import Receipts
from autograder.desk.settings import DeskSettings
from autograder.gradebook import open_book
from autograder.submissions import RosterEntry, SentNotebook

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with start_postgresql() as address:
        yield address


def rows(root: Path) -> dict[str, dict[tuple[str, str], float | None]]:
    """Return every score in the gradebook."""
    with open_book(Course(root)) as book:
        return {student: standing.scores for student, standing in book.standings("lesson09").items()}


def tables_with(server: str, text: str) -> list[Path]:
    """Return the files of the server's tables that hold a text, in rows or in what is left of them."""
    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")  # files that were taken out of use are emptied now
        folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
    engine.dispose()
    return [path for path in folder.glob("base/*/*") if text.encode() in path.read_bytes()]


def test_the_whole_lesson(server: str, make_course: Callable[..., Path], hand_in: Callable[..., Path]) -> None:
    """Graded twice and regraded: the rows are those of an SQLite gradebook, and what a person entered stays."""
    root = make_course()
    notebooks = [path.stem for path in sorted((root / "solutions" / "lesson09").glob("*.ipynb"))]
    for notebook in notebooks:
        hand_in(root, "bitdiddle", notebook)
        hand_in(root, "张三", notebook)
    hand_in(root, "张三", "gates", step="def step(z):\n    return (z > 0).float()")
    grade = ["grade", "lesson09", "--root", str(root)]
    assert main(grade) == 0
    local = rows(root)
    assert set(local) == {"bitdiddle", "张三"}

    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + f'\nc.CourseDirectory.db_url = "{server}"\n')
    assert main(grade) == 0
    assert rows(root) == local
    assert main(["explanations", "lesson09", "--root", str(root)]) == 0
    (answers,) = find_explanations(find_course(root), "lesson09", "explain_identity")
    id = answers.groups[0].id
    enter = ["--cell", "explain_identity", "--group", id, "--score", "3", "--comment", "好 / good"]
    assert main(["explanations", "lesson09", "--root", str(root), *enter]) == 0
    assert main([*grade, "--force"]) == 0
    after = rows(root)
    by_hand = {cell: score for cell, score in after["bitdiddle"].items() if cell[1] == "explain_identity"}
    assert list(by_hand.values()) == [3]
    assert {**after["bitdiddle"], **dict.fromkeys(by_hand)} == local["bitdiddle"]
    assert main(["export", "lesson09", "--root", str(root), "--to", "csv"]) == 3  # the other question waits
    assert "张三" in (root / "gradebook" / "exports" / "lesson09.csv.csv").read_text(encoding="utf-8-sig")
    assert rows(root)["张三"]["gates", "test_step"] != rows(root)["bitdiddle"]["gates", "test_step"]

    assert tables_with(server, "张三")
    (root / "gradebook" / "gradebook.db").unlink()  # the one from before
    assert main(["forget", "张三", "--yes", "--root", str(root)]) == 0
    assert rows(root) == {"bitdiddle": after["bitdiddle"]}
    assert tables_with(server, "张三") == []


def test_the_desk_keeps_its_tables_there(server: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Several who hand in and claim at once: each receipt has its number and is claimed once, and links open."""
    (tmp_path / "nbgrader_config.py").write_text(f'c = get_config()\nc.CourseDirectory.db_url = "{server}"\n')
    course = Course(tmp_path)
    stack = contextlib.ExitStack()
    request.addfinalizer(stack.close)  # the server waits until nobody is connected any more
    databases = [stack.enter_context(contextlib.closing(open_database(course))) for _ in range(4)]
    sent = [SentNotebook("gates", "gates.ipynb", b"{}", "0" * 64)]
    settings = DeskSettings(attempts=3)
    students = [f"sample-{number}" for number in range(12)]

    def hand_in(number: int) -> str:
        return Receipts(course, databases[number % 4]).hand_in(students[number], "week1", sent, settings, 1.0).id

    def claim(number: int) -> list[str]:
        return [one.id for one in Queue(databases[number % 4]).claim(2, lambda _: settings)]

    with ThreadPoolExecutor(4) as threads:
        given = list(threads.map(hand_in, range(12)))
        claimed = [id for ids in threads.map(claim, range(12)) for id in ids]
    while more := claim(0):  # what another one was just looking at is passed over, and comes later
        claimed += more
    assert sorted(claimed) == sorted(given)
    receipts, queue = Receipts(course, databases[0]), Queue(databases[0])
    receipt = receipts.find(given[0])
    assert receipt is not None
    queue.finish(receipt, [NotebookScore("gates", 1.0, 2.0)], 0.5)
    assert queue.pace().waiting == 11
    assert receipts.bucket(students[0], "week1", settings, 1.0).left == 2
    door = LinkDoor(databases[1], read_key(course))
    [link] = door.issue([RosterEntry(students[0], section="A")], 9)
    assert door.admit(link.token) == link.person
    assert not (tmp_path / "gradebook" / "desk.db").exists()
