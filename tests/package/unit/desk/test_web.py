"""The desk's pages on a real server on loopback: who sees what, and what no request can do. Nothing is graded here."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import re
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from visiting import Desk, form_token, notebook, send

from autograder.course import CellKey
from autograder.desk.receipt import NotebookScore
from autograder.desk.settings import DeskSettings
from autograder.desk.web.app import make_app
from autograder.records import page_path
from autograder.submissions import load_roster

NOT_THERE, NOBODY, REFUSED = 404, 401, 403


# --- the way of a student ---


def test_a_student_hands_in_and_gets_a_receipt(desk: Desk) -> None:
    """A browser without scripts: come in, send a notebook, read names, SHA-256 and time, and the place in the queue."""
    ann = desk.visit("ann")
    data = notebook("mine = 1")
    answer = send(ann, data, csrf=form_token(ann))
    assert answer.status_code == 303
    page = ann.get(answer.headers["location"]).text
    assert hashlib.sha256(data).hexdigest() in page
    assert "gates.ipynb" in page
    assert re.search(r'<time datetime="20', page)
    assert 'http-equiv="refresh"' in page
    id = answer.headers["location"].rsplit("/", 1)[-1]
    assert desk.receipts.notebook_path(id, "gates").read_bytes() == data
    assert ann.get(f"/receipts/{id}/files/gates").content == data
    [claimed] = [one for one in desk.queue.claim(99, lambda _: DeskSettings()) if one.id == id]
    desk.queue.finish(claimed, [NotebookScore("gates", 1.5, 2.0)], 0.5)
    assert "1.5 / 2" in ann.get(f"/receipts/{id}").text


def test_progress_is_told_as_events(desk: Desk) -> None:
    """Whoever waits is told the place at once, and when it is over, in one connection."""
    ann = desk.visit("ann")
    answer = send(ann, notebook("wait = 1"), csrf=form_token(ann))
    id = answer.headers["location"].rsplit("/", 1)[-1]
    lines = []
    with ann.stream("GET", f"/receipts/{id}/events", timeout=20) as events:
        for line in events.iter_lines():
            lines.append(line)
            if line.startswith('data: {"place"'):
                for receipt in desk.queue.claim(99, lambda _: DeskSettings()):
                    desk.queue.finish(receipt, [], 0.1)
    assert json.loads(lines[0].removeprefix("data: "))["place"] == 1
    assert "event: over" in lines


def test_a_program_hands_in_with_the_link_alone(desk: Desk) -> None:
    """The JSON interface: a bearer token, a multipart form, a receipt; the same files again give the same receipt."""
    data = notebook("program = 1")
    head = {"Authorization": f"Bearer {desk.tokens['ann']}"}
    client = desk.visit()
    first, second = (
        client.post("/api/lessons/week1/hand-in", files=[("files", ("gates.ipynb", data))], headers=head)
        for _ in range(2)
    )
    assert first.status_code == 201
    assert first.json() == second.json()
    assert first.json()["files"][0]["sha256"] == hashlib.sha256(data).hexdigest()
    [lesson] = client.get("/api/lessons", headers=head).json()["lessons"]
    assert (lesson["lesson"], lesson["notebooks"]) == ("week1", ["gates"])


def test_what_is_no_notebook_costs_nothing_and_is_named(desk: Desk) -> None:
    """Nothing taken is said with the names, escaped, and no attempt is used."""
    ann = desk.visit("ann")
    left = desk.receipts.bucket("ann", "week1", DeskSettings(attempts=100), time.time()).left
    answer = send(ann, b"x", "<img src=x onerror=1>.docx", csrf=form_token(ann))
    assert answer.status_code == 422
    assert "&lt;img" in answer.text
    assert "<img" not in answer.text
    assert desk.receipts.bucket("ann", "week1", DeskSettings(attempts=100), time.time()).left == left


def test_a_program_gets_the_lesson_as_it_was_handed_out_and_checks_a_notebook(desk: Desk) -> None:
    """Only with a token, only a lesson that was handed out; a check that cannot be made says why."""
    client, head = desk.visit(), {"Authorization": f"Bearer {desk.tokens['ann']}"}
    assert client.get("/api/lessons/week1/released").status_code == NOBODY
    answer = client.get("/api/lessons/week1/released", headers=head)
    folder = desk.course.assignments / "week1"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {path.name: path.read_bytes() for path in folder.iterdir()}
    files = [("files", ("gates.ipynb", notebook("x = 1")))]
    for lesson, headers, status in (("week1", {}, NOBODY), ("week9", head, NOT_THERE), ("../week1", head, NOT_THERE)):
        assert client.post(f"/api/lessons/{lesson}/check", files=files, headers=headers).status_code == status
    checked = client.post("/api/lessons/week1/check", files=files, headers=head).json()
    assert checked["passed"] is False
    assert checked["lines"]
    assert not any(str(desk.course.root) in line for line in checked["lines"])


def test_without_a_hub_its_pages_are_not_there(desk: Desk) -> None:
    for path in ("/hub/login", "/hub/callback?code=x&state=y"):
        assert desk.visit().get(path).status_code == NOT_THERE


# --- who sees what ---

STAFF = ("/staff", "/staff/lessons/week1", "/staff/lessons/week1/scores", "/staff/requests")
PAGES = ("/receipts/{id}", "/receipts/{id}/page", "/receipts/{id}/files/gates", "/receipts/{id}/events")
OTHERS = ("ann", "bob")
OPEN = {"/", "/lessons/week1"}


@pytest.mark.parametrize("path", [*sorted(OPEN), *STAFF, *PAGES, "/lessons/week1/results/ann"])
def test_nobody_sees_nothing(desk: Desk, path: str) -> None:
    """Without a session every page asks who one is, with or without somebody's receipt; so does a made-up cookie."""
    id = desk.add("ann")
    client = desk.visit()
    assert client.get(path.format(id=id)).status_code == NOBODY
    client.cookies.set("desk", desk.tokens["ann"])
    assert client.get(path.format(id=id)).status_code == NOBODY


def test_every_route_as_every_role_with_everybodys_receipts(desk: Desk) -> None:
    """A student sees his own alone, a TA his section's, an instructor all; for the others it is as if it were not there."""
    own = {student: desk.add(student) for student in ("ann", "bob")}
    sees = {"ann": {"ann"}, "bob": {"bob"}, "tim": {"ann"}, "ida": {"ann", "bob"}}
    for person, theirs in sees.items():
        client = desk.visit(person)
        head = {"Authorization": f"Bearer {desk.tokens[person]}"}
        for student, id in own.items():
            may = student in theirs
            for page in PAGES:
                assert client.get(page.format(id=id)).status_code == (200 if may else NOT_THERE), (person, page)
            for page in ("/api/receipts/{id}", "/api/receipts/{id}/page"):
                found = desk.visit().get(page.format(id=id), headers=head)
                assert found.status_code == (200 if may else NOT_THERE), (person, page)
        for page in STAFF:
            assert client.get(page).status_code == (200 if person in ("tim", "ida") else NOT_THERE)
        for id in ("0" * 20, "..", "%2e%2e", own["ann"] + "x", own["ann"].upper()):
            assert client.get(f"/receipts/{id}").status_code in (200, NOT_THERE)
            assert id not in own.values()


def test_results_and_requests_as_every_role(desk: Desk) -> None:
    """A published result is its student's and his TAs'; a request is read and answered by staff who may see its student.

    For all others, and for nobody, neither is there, and nothing is answered.
    """
    sees = {"ann": {"ann"}, "bob": {"bob"}, "tim": {"ann"}, "ida": {"ann", "bob"}, "": set()}
    asked = {student: desk.requests.ask(student, "week1", CellKey("gates", "a"), f"by {student}") for student in OTHERS}
    for student in OTHERS:
        path = page_path(desk.course, "week1", student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"result of {student}")
    desk.publications.add("week1")
    for person, theirs in sees.items():
        client = desk.visit(person)
        hidden = NOT_THERE if person else NOBODY
        token = form_token(client) if person else "0" * 64
        listed = client.get("/staff/requests").text
        for student, request in asked.items():
            may_read, may_answer = student in theirs, student in theirs and person in ("tim", "ida")
            found = client.get(f"/lessons/week1/results/{student}")
            assert found.status_code == (200 if may_read else hidden), (person, student)
            path = f"/staff/requests/{request.id}"
            assert client.get(path).status_code == (200 if may_answer else hidden), (person, student)
            assert (request.id in listed) is may_answer
            if not may_answer:
                fields = {"csrf": token, "answer": "no", "score": "", "seen": ""}
                assert client.post(path, data=fields).status_code == hidden
            own = client.get("/lessons/week1").text
            assert (f"by {student}" in own) is (person == student)
    assert all(one.is_open for one in desk.requests.all())
    desk.publications.remove("week1")
    assert desk.visit("ann").get("/lessons/week1/results/ann").status_code == NOT_THERE


@pytest.mark.parametrize("student", ["%2e", "%2e%2e", "..%2f..%2froster.csv", "%00", "nobody", "x" * 300])
def test_a_result_of_nobody_is_not_there(desk: Desk, student: str) -> None:
    """Whatever stands in the place of a student's id."""
    desk.publications.add("week1")
    assert desk.visit("ida").get(f"/lessons/week1/results/{student}").status_code == NOT_THERE


def test_a_request_is_text_and_needs_a_question_of_ones_own(desk: Desk) -> None:
    """Markup stays text for both; no words, too many, another question or a form of another session: nothing is kept."""
    ann, tim = desk.visit("ann"), desk.visit("tim")
    desk.add("ann")
    before = len(desk.requests.of_student("ann", "week1"))
    fields = {"csrf": form_token(ann), "question": "gates/b", "text": "<script>steal()</script>"}
    for other, status in (
        ({"text": "  \n "}, 422),
        ({"text": "x" * 2001}, 422),
        ({"question": "gates/nothing"}, 400),
        ({"question": "secret/a"}, 400),
        ({"csrf": form_token(tim)}, REFUSED),
    ):
        assert ann.post("/lessons/week1/requests", data=fields | other).status_code == status
    assert len(desk.requests.of_student("ann", "week1")) == before
    assert ann.post("/lessons/week1/requests", data=fields).status_code == 303
    again = ann.post("/lessons/week1/requests", data=fields)
    assert (again.status_code, "已有待处理的申请" in again.text) == (409, True)
    [request] = [one for one in desk.requests.of_student("ann", "week1") if one.key.grade_id == "b"]
    for page in (ann.get("/lessons/week1").text, tim.get(f"/staff/requests/{request.id}").text):
        assert "&lt;script&gt;steal()" in page
        assert "<script>steal" not in page


def test_an_answer_that_is_none_or_comes_second_changes_nothing(desk: Desk) -> None:
    """No words, or a score that the question cannot have, is said; who comes second reads the first, and his own."""
    request = desk.requests.ask("bob", "week1", CellKey("gates", "b"), "Please.")
    ida, path = desk.visit("ida"), f"/staff/requests/{request.id}"
    fields = {"csrf": form_token(ida), "answer": "<b>my words</b>", "score": "", "seen": ""}
    wrong: list[dict[str, str]] = [
        {"answer": " "},
        *({"score": one} for one in ("-1", "2.5", "nan", "inf", "x", "1e9")),
    ]
    for other in wrong:
        answer = ida.post(path, data=fields | other)
        assert answer.status_code == 422, other
        assert "没有保存" in answer.text
    assert ida.post(path, data=fields | {"csrf": "0" * 64}).status_code == REFUSED
    assert desk.requests.close(request.id, "tim", "Tim was first.", 1.0, None)
    assert not desk.requests.close(request.id, "ida", "second", 1.0, None)
    second = ida.post(path, data=fields)
    assert second.status_code == 409
    assert "Tim was first." in second.text
    assert "&lt;b&gt;my words&lt;/b&gt;" in second.text
    found = desk.requests.find(request.id)
    assert found is not None
    assert (found.answered_by, found.answer) == ("tim", "Tim was first.")


def test_what_an_lms_asks_tells_nobody_anything(desk: Desk) -> None:
    """Its pages are the same for all: public keys and addresses; without a registration nothing begins or lets in."""
    for person in ("", "ann", "tim", "ida"):
        client = desk.visit(person)
        for page in ("/lti/keys", "/lti/canvas.json"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert not any(name in answer.text for name in ("ann", "secret", "PRIVATE", '"d":', '"p":'))
        for page in ("/lti/login", "/lti/login?iss=https://evil.example&login_hint=1", "/lti/register/x"):
            assert client.get(page).status_code == REFUSED
        assert client.get("/lti/launch").status_code == 405
        for page in ("/lti/login", "/lti/launch", "/lti/register/x"):
            assert client.post(page, data={"state": "x", "id_token": "a.b.c"}).status_code == REFUSED


def test_pages_of_the_class_hold_only_whom_one_may_see(desk: Desk) -> None:
    """A TA of section A reads Ann and not Bob; an instructor reads both, and Bob's name as text."""
    desk.add("ann")
    desk.add("bob")
    tim, ida = (desk.visit(who).get("/staff/lessons/week1").text for who in ("tim", "ida"))
    assert "Ann Lee" in tim
    assert "乙" not in tim
    assert "bob" not in tim
    assert "&lt;b&gt;乙&lt;/b&gt;" in ida
    mine = desk.visit("ann")
    assert "bob" not in mine.get("/").text + mine.get("/lessons/week1").text


def test_what_is_not_there_answers_as_what_is_not_ones_own(desk: Desk) -> None:
    """Another's receipt and one that never was give the same bytes."""
    other, ann = desk.add("bob"), desk.visit("ann")
    for page in PAGES:
        assert ann.get(page.format(id=other)).content == ann.get(page.format(id="f" * 20)).content


@pytest.mark.parametrize("lesson", ["secret", "%2e%2e", "week1%2f..", "nothing", "week1%00", "WEEK1"])
def test_a_lesson_that_was_not_handed_out_is_not_there(desk: Desk, lesson: str) -> None:
    """Neither its page nor its form, and its name stands nowhere."""
    ann = desk.visit("ann")
    assert ann.get(f"/lessons/{lesson}").status_code == NOT_THERE
    answer = ann.post(
        f"/lessons/{lesson}/hand-in", data={"csrf": form_token(ann)}, files=[("files", ("gates.ipynb", b"{}"))]
    )
    assert answer.status_code == NOT_THERE
    assert "secret" not in ann.get("/").text


@pytest.mark.parametrize(
    "name", ["../../../../etc/passwd", "..%2f..%2fkey", "gates.ipynb", "page.html", ".page.tmp", "%00", "gates%0a", "."]
)
def test_a_files_name_leads_nowhere(desk: Desk, name: str) -> None:
    """Only the notebooks of the receipt can be had, by their names in the lesson."""
    id = desk.add("ann")
    answer = desk.visit("ann").get(f"/receipts/{id}/files/{name}")
    assert answer.status_code in (NOT_THERE, NOBODY)


# --- forms, cookies, headers ---


@pytest.mark.parametrize("token", ["", "0" * 64, "bobs", "é"])
def test_a_form_needs_the_token_of_its_own_session(desk: Desk, token: str) -> None:
    """Without it, with another one or with another session's, nothing is taken, and one stays in."""
    ann, bob = desk.visit("ann"), desk.visit("bob")
    wrong = form_token(bob) if token == "bobs" else token
    before = len(desk.receipts.of_student("ann"))
    assert send(ann, notebook("forged = 1"), csrf=wrong).status_code == REFUSED
    assert ann.post("/leave", data={"csrf": wrong}).status_code == REFUSED
    assert len(desk.receipts.of_student("ann")) == before
    assert ann.get("/").status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1.evil.example"},
    ],
)
def test_another_site_can_send_no_form(desk: Desk, head: dict[str, str]) -> None:
    """Not even with the right token, and it can let nobody in by a link of its own."""
    ann = desk.visit("ann")
    token = form_token(ann)
    answer = ann.post("/leave", data={"csrf": token}, headers=head)
    assert answer.status_code == REFUSED
    assert ann.post(f"/enter/{desk.tokens['bob']}", headers=head).status_code == REFUSED
    assert "Ann Lee" in ann.get("/").text


def test_cookies_are_for_this_server_alone(desk: Desk) -> None:
    """HttpOnly, SameSite; over https Secure, under a name that no other host can set."""
    answer = desk.visit().post(f"/enter/{desk.tokens['ann']}")
    cookie = answer.headers["set-cookie"].casefold()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    app = make_app(desk.course, desk.database, [desk.door], "https://desk.example.edu")
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://desk.example.edu")
    answer = anyio.run(client.post, f"/enter/{desk.tokens['ann']}")
    assert answer.headers["set-cookie"].startswith("__Host-desk=")
    assert "Secure" in answer.headers["set-cookie"]
    assert "strict-transport-security" in answer.headers


def test_a_session_is_new_at_each_entrance_and_ends_with_its_link(desk: Desk) -> None:
    """A cookie that somebody planted is not taken over; leaving ends a session; a revoked link ends all of its own."""
    client = desk.visit()
    client.cookies.set("desk", "planted")
    client.post(f"/enter/{desk.tokens['bob']}")
    first = [cookie.value for cookie in client.cookies.jar if cookie.value != "planted"]
    assert first
    left = desk.visit("bob")
    old = left.cookies["desk"]
    assert left.post("/leave", data={"csrf": form_token(left)}).status_code == 200
    replay = desk.visit()
    replay.cookies.set("desk", old)
    assert replay.get("/").status_code == NOBODY
    again = desk.visit("bob")
    assert again.cookies["desk"] != old
    desk.door.revoke(["bob"])
    assert again.get("/").status_code == NOBODY
    assert desk.visit().get(f"/enter/{desk.tokens['bob']}").status_code == REFUSED
    assert desk.visit().post(f"/enter/{desk.tokens['bob']}").status_code == REFUSED
    head = {"Authorization": f"Bearer {desk.tokens['bob']}"}
    assert desk.visit().get("/api/lessons", headers=head).status_code == NOBODY
    roster = load_roster(desk.course)
    assert roster is not None
    [link] = desk.door.issue([one for one in roster.students if one.id == "bob"], 9)
    desk.tokens["bob"] = link.token


def test_to_look_at_a_link_lets_nobody_in(desk: Desk) -> None:
    """What reads mails may open links: only the button sets a cookie."""
    client = desk.visit()
    answer = client.get(f"/enter/{desk.tokens['ann']}")
    assert "Ann Lee" in answer.text
    assert "set-cookie" not in answer.headers
    assert client.get("/").status_code == NOBODY


@pytest.mark.parametrize("path", ["/", "/lessons/week1", "/nothing", "/static/desk.css", "/enter/x", "/api/lessons"])
def test_every_answer_says_what_a_browser_may_do_with_it(desk: Desk, path: str) -> None:
    """No script but ours, no frame, no other site; and no page has a script or a style in its text."""
    answer = desk.visit("ann").get(path)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", answer.text.replace("desk.css", ""))


def test_the_page_of_an_attempt_runs_nothing_and_has_no_origin(desk: Desk) -> None:
    """Whatever stands in it is kept from the desk's cookies: it is a sandbox, and a script in it has no right hash."""
    id = desk.add("ann")
    policy = desk.visit("ann").get(f"/receipts/{id}/page").headers["content-security-policy"]
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert re.search(r"script-src 'sha256-[^']+'", policy)
    file = desk.visit("ann").get(f"/receipts/{id}/files/gates")
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["content-type"] == "application/octet-stream"


# --- limits ---


def raw(desk: Desk, request: bytes) -> bytes:
    """Send bytes as they are; return the first line of the answer."""
    host, port = desk.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        return connection.recv(4096).split(b"\r\n")[0]


def test_what_is_too_large_is_refused_before_it_is_read(desk: Desk) -> None:
    """By its announced length, with not a byte of it sent; and one that announces none is counted."""
    host = desk.url.removeprefix("http://")
    cookie = desk.visit("ann").cookies["desk"]
    head = f"POST /lessons/week1/hand-in HTTP/1.1\r\nHost: {host}\r\nCookie: desk={cookie}\r\n"
    head += "Content-Type: multipart/form-data; boundary=x\r\n"
    assert b" 413 " in raw(desk, f"{head}Content-Length: 9999999999\r\n\r\n".encode())

    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="gates.ipynb"\r\n\r\n'
        for _ in range(64):
            yield bytes(64 << 10)

    client = desk.visit("ann")
    try:
        answer = client.post(
            "/lessons/week1/hand-in", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=x"}
        )
        assert answer.status_code == 413
    except (httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
        pass  # the server hung up while it was still sent
    assert client.get("/").status_code == 200


def test_who_is_nobody_is_not_read(desk: Desk) -> None:
    """An upload without a session or a token is answered before its body comes."""
    host = desk.url.removeprefix("http://")
    for path, extra in (("/lessons/week1/hand-in", ""), ("/api/lessons/week1/hand-in", "Authorization: Bearer x\r\n")):
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{extra}Content-Type: multipart/form-data; boundary=x\r\n"
        assert b" 401 " in raw(desk, f"{head}Content-Length: 500000\r\n\r\n".encode())


@pytest.mark.parametrize(
    "head",
    [
        "Host: evil.example\r\n",
        "Host: {host}.evil.example\r\n",
        "Host: {host}\r\nHost: evil.example\r\n",
        "Host: {host}@evil.example\r\n",
        "Host: \r\n",
        "Host: evil.example\r\nX-Forwarded-Host: {host}\r\n",
        "Host: {host}\r\nContent-Length: 5\r\nContent-Length: 9\r\n",
        "Host: {host}\r\nContent-Length: -1\r\n",
        "Host: {host}\r\nX: " + "x" * 70_000 + "\r\n",
    ],
)
def test_headers_deceive_nobody(desk: Desk, head: str) -> None:
    """Another host's name, two names, two lengths, a length below zero, a head without end: refused."""
    request = f"GET / HTTP/1.1\r\n{head.format(host=desk.url.removeprefix('http://'))}\r\n"
    assert raw(desk, request.encode()).split(b" ")[1] in (b"400", b"421", b"431")


def test_many_files_or_fields_are_refused(desk: Desk) -> None:
    """A form of a thousand parts is no hand-in, and the desk goes on."""
    ann = desk.visit("ann")
    token = form_token(ann)
    files = [("files", (f"{number}.ipynb", b"{}")) for number in range(1000)]
    assert ann.post("/lessons/week1/hand-in", data={"csrf": token}, files=files).status_code == 400
    fields: dict[str, Any] = {f"f{number}": "1" for number in range(1000)}
    assert ann.post("/leave", data=fields).status_code == 400
    assert ann.get("/").status_code == 200


def test_attempts_that_are_used_up_are_said_with_the_time(desk: Desk, tmp_path: Path) -> None:
    """429, when the next one comes back, and nothing of the body is read."""
    settings = desk.course.root / "desk.toml"
    before = settings.read_text()
    roster = load_roster(desk.course)
    assert roster is not None
    try:
        settings.write_text("attempts = 1\nminutes_per_attempt = 10\nmost_mib = 1\n")
        time.sleep(2.1)  # the desk looks at its settings every two seconds
        ida = desk.visit("ida")
        assert send(ida, notebook("a"), csrf=form_token(ida)).status_code == 303
        for receipt in desk.queue.claim(99, lambda _: DeskSettings()):
            desk.queue.finish(receipt, [], 0.1)
        answer = send(ida, notebook("b"), csrf=form_token(ida))
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 601
        assert "下一次提交机会在" in answer.text
    finally:
        settings.write_text(before)
        time.sleep(2.1)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_other_methods_do_nothing(desk: Desk, method: str) -> None:
    """They are refused, for every page."""
    connection = http.client.HTTPConnection(desk.url.removeprefix("http://"), timeout=10)
    for path in ("/", "/lessons/week1", "/leave", "/api/lessons"):
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 405
    connection.close()


def test_a_database_that_is_held_by_another_is_waited_for(desk: Desk) -> None:
    """Reading goes on while somebody writes; who writes too waits, and gets his receipt."""
    ann = desk.visit("ann")
    token = form_token(ann)
    with desk.database.write():
        assert ann.get("/lessons/week1").status_code == 200
        sender = threading.Thread(target=lambda: answers.append(send(ann, notebook("held = 1"), csrf=token)))
        answers: list[httpx.Response] = []
        sender.start()
        time.sleep(0.2)
        assert answers == []
    sender.join()
    assert answers[0].status_code == 303


def test_a_full_disk_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """507, nothing taken, nobody else troubled; when there is space again, all is well."""
    ann = desk.visit("ann")
    token = form_token(ann)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = len(desk.receipts.of_student("ann"))
    with monkeypatch.context() as patch:
        patch.setattr("autograder.desk.receipts._write_through", full)
        assert send(ann, notebook("full = 1"), csrf=token).status_code == 507
        assert ann.get("/").status_code == 200
    assert len(desk.receipts.of_student("ann")) == before
    assert send(ann, notebook("full = 1"), csrf=token).status_code == 303
