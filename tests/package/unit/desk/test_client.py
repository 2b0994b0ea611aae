"""The client asks again where the desk does not answer, and says what the desk said where it does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from autograder.desk import client
from autograder.desk.client import DeskAddress, DeskSilent, wait_for_grade
from autograder.errors import SubmissionError


class _Desk(BaseHTTPRequestHandler):
    """Loses its first answers, then says that a receipt is graded; of any other one, that there is none."""

    silent = 0

    def do_GET(self) -> None:
        if type(self).silent > 0:
            type(self).silent -= 1
            self.connection.close()
            return
        is_known = self.path == "/api/receipts/known"
        self.send_response(200 if is_known else 404)
        self.end_headers()
        self.wfile.write(b'{"state": "graded"}' if is_known else b'{"error": "there is nothing here"}')

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeskAddress]:
    monkeypatch.setattr(client, "_PAUSES_S", (0.01, 0.01))
    with HTTPServer(("127.0.0.1", 0), _Desk) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield DeskAddress(f"http://127.0.0.1:{server.server_port}", "token")
        server.shutdown()
        thread.join()


def ask(address: DeskAddress, receipt: str = "known") -> object:
    return wait_for_grade(address, receipt, lambda _: None, 1.0)["state"]


def test_an_answer_that_is_lost_is_asked_for_again(address: DeskAddress, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice, as there are pauses for; then it is said that the desk is silent."""
    monkeypatch.setattr(_Desk, "silent", 2)
    assert ask(address) == "graded"
    monkeypatch.setattr(_Desk, "silent", 3)
    with pytest.raises(DeskSilent, match="does not answer"):
        ask(address)


def test_what_the_desk_refuses_is_not_asked_again(address: DeskAddress) -> None:
    """It is the student's to mend."""
    with pytest.raises(SubmissionError, match="there is nothing here"):
        ask(address, "other")
