"""A desk without web pages or graders: its database and its folder; and one whose pages are served."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import create_engine
from visiting import ROSTER, Desk, notebook

from autograder.course import Course
from autograder.desk.database import Database, open_database
from autograder.desk.lti import LtiDoor
from autograder.desk.web.app import make_app
from autograder.desk.web.config import make_config
from autograder.gradebook.tables import METADATA


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


@pytest.fixture
def database(course: Course) -> Iterator[Database]:
    database = open_database(course)
    yield database
    database.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("desk")
    for folder in ("solutions/week1", "assignments/week1", "solutions/secret", "tests/week1", "gradebook"):
        (root / folder).mkdir(parents=True)
    for path in ("solutions/week1", "assignments/week1", "solutions/secret"):
        (root / path / "gates.ipynb").write_bytes(notebook())
    (root / "gradebook" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (root / "desk.toml").write_text("attempts = 100\nmost_mib = 1\n")
    course = Course(root)
    engine = create_engine(course.database_url)
    METADATA.create_all(engine)  # what the desk asks of nbgrader's database; nbgrader takes seconds to make all of it
    engine.dispose()
    database = open_database(course)
    found = Desk(course, database)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = make_app(course, database, [found.door, LtiDoor(database, found.catalogue)], found.url)
        server = uvicorn.Server(make_config(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield found
        server.should_exit = True
        thread.join()
    database.close()
