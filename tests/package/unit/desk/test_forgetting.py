"""Who is forgotten is in none of the desk's tables, files or free pages; everybody else is as before."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Double, Integer, Table, select

from autograder.course import Course
from autograder.desk.database import Database
from autograder.desk.forgetting import find_at_desk, forget_at_desk, person_column
from autograder.desk.receipts import Receipts
from autograder.desk.settings import DeskSettings
from autograder.desk.tables import METADATA, receipts
from autograder.files import hash_parts
from autograder.submissions import SentNotebook

TABLES = list(METADATA.tables.values())
# Tables whose rows are no person's. Whoever adds a table with one in it names the column `student` or `person`.
OF_NOBODY = {
    *("desk_published", "desk_rubrics"),
    *("desk_lti_platforms", "desk_lti_registrations", "desk_lti_logins", "desk_lti_courses", "desk_lti_items"),
}


def row_of(table: Table, person: str, number: int) -> dict[str, Any]:
    """A row of somebody's: each text names him, but where a receipt's id stands."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if isinstance(column.type, (Integer, Double)):
            values[column.name] = number
        elif column.name == "receipt" or (table is receipts and column.name == "id"):
            values[column.name] = f"receipt-{number}"
        else:
            values[column.name] = f"{person}-in-{column.name}"
    column = person_column(table)
    return values | ({column.name: person} if column is not None else {})


def test_every_table_says_whose_its_rows_are() -> None:
    """By a column `student` or `person`, or by the receipt that a row hangs on; or it is known to be about nobody."""
    for table in TABLES:
        is_a_persons = person_column(table) is not None or "receipt" in table.columns
        assert is_a_persons is (table.name not in OF_NOBODY), table.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_a_person_is_in_no_row_of_any_table(course: Course, database: Database, table: Table) -> None:
    """One row of each of two people: the other's stays."""
    with database.write() as connection:
        for number, person in enumerate(("forgotten-ann", "lasting-bob"), 1):
            for one in dict.fromkeys((receipts, table)):
                connection.execute(one.insert().values(row_of(one, person, number)))
    forget_at_desk(course, "forgotten-ann")
    with database.read() as connection:
        rows = [str(row) for row in connection.execute(select(table))]
    if table.name not in OF_NOBODY:
        assert len(rows) == 1
        assert "forgotten-ann" not in rows[0]


def test_files_and_free_pages_hold_nothing_of_the_person(course: Course, database: Database) -> None:
    """While the desk has the database open: neither the table's file nor its log holds the id, nor any folder."""
    store = Receipts(course, database)
    text = "print('forgotten-ann was here')"
    for student in ("forgotten-ann", "lasting-bob"):
        for number in range(40):
            sent = [SentNotebook("gates", "gates.ipynb", f"{text}{number}".encode(), hash_parts(text, str(number)))]
            store.hand_in(student, "week1", sent, DeskSettings(attempts=100), 1000.0)
    found = find_at_desk(course, "forgotten-ann")
    assert len(found.receipts) == 40
    assert found.rows == 40 + 40 + 1
    assert forget_at_desk(course, "forgotten-ann")
    assert find_at_desk(course, "forgotten-ann").rows == 0
    for path in (course.gradebook / name for name in ("desk.db", "desk.db-wal")):
        assert not path.exists() or b"forgotten-ann" not in path.read_bytes()
    assert len(store.of_student("lasting-bob")) == 40
    assert all(store.has_files(one.id) for one in store.of_student("lasting-bob"))
    assert len([path for path in store.folder.iterdir() if path.is_dir()]) == 40


def test_a_reader_in_the_way_is_told(course: Course, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows are gone, but the log could not be emptied: that is no success."""
    monkeypatch.setattr("autograder.gradebook.forgetting._WAIT_S", 0.1)
    sent = [SentNotebook("gates", "gates.ipynb", b"1", hash_parts("1"))]
    Receipts(course, database).hand_in("forgotten-ann", "week1", sent, DeskSettings(), 1000.0)
    with database.read() as connection:
        connection.execute(select(receipts)).all()
        assert not forget_at_desk(course, "forgotten-ann")
    assert forget_at_desk(course, "forgotten-ann")
