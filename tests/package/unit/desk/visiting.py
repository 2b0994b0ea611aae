"""A desk whose pages are served on loopback, and people who visit it. Nothing is graded there."""

from __future__ import annotations

import hashlib
import re
import ssl
import time
from dataclasses import dataclass

import httpx
import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course import Course
from autograder.desk.catalogue import Catalogue
from autograder.desk.database import Database
from autograder.desk.links import LinkDoor, read_key
from autograder.desk.publishing import Publications
from autograder.desk.queue import Queue
from autograder.desk.receipt import NotebookScore
from autograder.desk.receipts import Receipts
from autograder.desk.requests import Requests
from autograder.desk.settings import DeskSettings
from autograder.submissions import SentNotebook, load_roster

NO_TLS = ssl.create_default_context()  # to make one for each client takes longer than most tests
ROSTER = """id,name,email,section,role
ann,Ann Lee,,A,
bob,<b>乙</b>,,B,
tim,Tim,,A,ta
ida,Ida,,,instructor
"""


def notebook(source: str = "x = 1") -> bytes:
    marks = {"solution": True, "locked": False, "task": False, "schema_version": 3}
    graded = {"grade": True, "points": 2.0}
    cells = [
        new_code_cell(source, metadata={"nbgrader": {"grade_id": "a", "grade": False, **marks}}),
        new_code_cell("y = 1", metadata={"nbgrader": {"grade_id": "b", **marks, **graded}}),
    ]
    return str(nbformat.writes(new_notebook(cells=cells))).encode()


@dataclass
class Desk:
    course: Course
    database: Database
    url: str = ""

    def __post_init__(self) -> None:
        self.receipts = Receipts(self.course, self.database)
        self.queue = Queue(self.database)
        self.requests = Requests(self.database)
        self.publications = Publications(self.database)
        self.catalogue = Catalogue(self.course)
        self.door = LinkDoor(self.database, read_key(self.course))
        roster = load_roster(self.course)
        assert roster is not None
        self.tokens = {link.person.id: link.token for link in self.door.issue([*roster.students, *roster.staff], 9)}

    def visit(self, person: str = "") -> httpx.Client:
        """Return a browser, in which somebody has come in."""
        client = httpx.Client(base_url=self.url, trust_env=False, verify=NO_TLS, timeout=60)
        if person:
            assert client.post(f"/enter/{self.tokens[person]}").status_code == 303
        return client

    def add(self, student: str, text: str = "x = 1") -> str:
        """Return the id of a receipt of somebody's, graded, with a page and a file."""
        data = notebook(text)
        sent = [SentNotebook("gates", "gates.ipynb", data, hashlib.sha256(data).hexdigest())]
        receipt = self.receipts.hand_in(student, "week1", sent, DeskSettings(attempts=1000), time.time())
        self.receipts.save_page(receipt.id, f"<html>page of {student}<script>steal()</script>".encode())
        self.queue.finish(receipt, [NotebookScore("gates", 1.0, 2.0)], 0.1)
        return receipt.id


def form_token(client: httpx.Client) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/lessons/week1").text)
    assert found is not None
    return found[1]


def send(client: httpx.Client, data: bytes, name: str = "gates.ipynb", **fields: str) -> httpx.Response:
    return client.post("/lessons/week1/hand-in", data=fields, files=[("files", (name, data))])
