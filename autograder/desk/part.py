"""One process of the desk: `python -m autograder.desk.part PIPE web ROOT URL SOCKET`, or `... PIPE grade ROOT ...`.

`... PIPE scores ROOT` sends scores to an LMS.

It ends when the pipe does, that is, when the process that looks after it has ended.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from autograder.course import Course
from autograder.desk.database import Database, open_database
from autograder.desk.people import Door
from autograder.desk.processes import has_lti

_GOODBYE_S = 10.0
_LOOK_S = 5.0


def _main(pipe: str, kind: str, *words: str) -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING, stream=sys.stderr)
    logging.getLogger("autograder.grading").setLevel(logging.ERROR)  # what students did is on their receipts
    logging.getLogger("traitlets").propagate = False  # nbgrader misses an exchange there, which the desk does not use
    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_end_with_parent, args=(int(pipe), stop), daemon=True).start()
    if kind == "web":
        _serve_pages(stop, *words)
    elif kind == "scores":
        _send_scores(stop, *words)
    else:
        _grade(stop, *words)


def _end_with_parent(pipe: int, stop: threading.Event) -> None:
    os.read(pipe, 1)
    stop.set()
    threading.Event().wait(_GOODBYE_S)
    os._exit(1)


def _serve_pages(stop: threading.Event, root: str, url: str, listener: str) -> None:
    import uvicorn

    from autograder.desk.catalogue import Catalogue
    from autograder.desk.hub import open_hub_door
    from autograder.desk.links import LinkDoor, read_key
    from autograder.desk.web.app import make_app
    from autograder.desk.web.config import make_config

    course = Course(Path(root))
    database = open_database(course)
    doors: list[Door | None] = [
        LinkDoor(database, read_key(course)),
        open_hub_door(Catalogue(course), url),
        _open_lti_door(course, database),
    ]
    app = make_app(course, database, [door for door in doors if door is not None], url)
    server = uvicorn.Server(make_config(app))
    threading.Thread(target=_stop_server, args=(server, stop), daemon=True).start()
    server.run(sockets=[socket.socket(fileno=int(listener))])
    database.close()


def _open_lti_door(course: Course, database: Database) -> Door | None:
    """Return the door for an LMS, if what it needs is installed."""
    if not has_lti():
        return None
    from autograder.desk.catalogue import Catalogue
    from autograder.desk.lti import LtiDoor

    return LtiDoor(database, Catalogue(course))


def _send_scores(stop: threading.Event, root: str) -> None:
    from autograder.desk.lti import LmsCourses

    course = Course(Path(root))
    database = open_database(course)
    courses = LmsCourses(database)
    while not courses.linked():  # what sends is not even loaded where there is nobody to send to
        if stop.wait(_LOOK_S):
            database.close()
            return
    from autograder.desk.lti import run_sender

    run_sender(course, database, stop)
    database.close()


def _stop_server(server: object, stop: threading.Event) -> None:
    stop.wait()
    server.should_exit = True  # type: ignore[attr-defined]


def _grade(stop: threading.Event, root: str, workers: str, runner: str, scheduler: str) -> None:
    from autograder.desk.grader import run_grader
    from autograder.grading import Cluster, GradeOptions

    course = Course(Path(root))
    cluster = Cluster(scheduler) if scheduler else None
    options = GradeOptions(workers=int(workers) or os.cpu_count() or 1, runner=runner, cluster=cluster)
    database = open_database(course)
    run_grader(course, database, options, stop)
    database.close()


if __name__ == "__main__":
    _main(*sys.argv[1:])
