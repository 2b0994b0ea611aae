"""The desk as a large course runs it: behind a proxy, several web processes, PostgreSQL, workers on Dask."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from dask_cluster import start_cluster
from databases import start_postgresql
from desks import RIGHT, WRONG, Served, make_notebook, open_lesson, read_links, wait_until_over

from autograder.course import Course
from autograder.desk.database import open_database
from autograder.desk.receipt import ReceiptState
from autograder.desk.receipts import Receipts
from autograder.gradebook import open_book

pytestmark = pytest.mark.campaign
REPOSITORY = Path(__file__).resolve().parents[3]
STUDENTS = [f"sample-{number:02}" for number in range(8)]


@dataclass(frozen=True)
class Certificate:
    """A certificate for localhost, and whom it convinces."""

    certificate: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("certificate")
    found = Certificate(folder / "desk.pem", folder / "desk.key")
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    words += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(found.key), "-out", str(found.certificate)]
    subprocess.run(words, check=True, capture_output=True)
    return found


@pytest.fixture(scope="module")
def course(new_course: Callable[..., Path]) -> Iterator[Path]:
    with start_postgresql() as address:
        root = open_lesson(new_course("activations"), STUDENTS)
        config = root / "nbgrader_config.py"
        config.write_text(f'{config.read_text()}\nc.CourseDirectory.db_url = "{address}"\n')
        yield root


@pytest.fixture(scope="module")
def scheduler(course: Path) -> Iterator[str]:
    with start_cluster(course, course) as (address, _, _):
        yield address


def find_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def documented(proxy: str) -> str:
    """Return the block of the documentation about a proxy."""
    text = (REPOSITORY / "docs" / "desk.md").read_text(encoding="utf-8")
    found = re.search(rf"^    # {proxy}.*\n((?:    .*\n)+)", text, re.MULTILINE)
    assert found is not None
    return found[1]


def start_nginx(folder: Path, port: int, desk: int, certificate: Certificate) -> list[str]:
    block = documented("nginx").replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    block = block.replace("desk.example.edu", "localhost").replace("127.0.0.1:8000", f"127.0.0.1:{desk}")
    block = block.replace("/etc/ssl/desk.pem", str(certificate.certificate))
    block = block.replace("/etc/ssl/desk.key", str(certificate.key))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    text = f"pid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{block}}}\n"
    (folder / "nginx.conf").write_text(text)
    return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr", "-g", "daemon off;"]


def start_caddy(folder: Path, port: int, desk: int, certificate: Certificate) -> list[str]:
    tls = f"tls {certificate.certificate} {certificate.key}"
    block = documented("Caddyfile").replace("desk.example.edu {", f"https://localhost:{port} {{\n        {tls}")
    block = block.replace("127.0.0.1:8000", f"127.0.0.1:{desk}")
    (folder / "Caddyfile").write_text(f"{{\nadmin off\nauto_https disable_redirects\n}}\n{block}")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@contextlib.contextmanager
def running(words: list[str], port: int) -> Iterator[None]:
    if shutil.which(words[0]) is None:
        pytest.fail(f"{words[0]} is not installed: `make proxies` as root, or sudo apt-get install {words[0]}")
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end_s = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None
            assert time.monotonic() < end_s
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(30)


def read_events(client: httpx.Client, receipt: str) -> list[tuple[float, str]]:
    """Return the events of a receipt and when each came, until it is over."""
    found = []
    with client.stream("GET", f"/receipts/{receipt}/events", timeout=120) as answer:
        for line in answer.iter_lines():
            if line.startswith(("event:", "data:")):
                found.append((time.monotonic(), line))
    return found


@pytest.mark.parametrize(("start", "order"), [(start_nginx, (RIGHT, WRONG)), (start_caddy, (WRONG, RIGHT))])
def test_behind_a_proxy_with_several_web_processes(
    course: Path,
    scheduler: str,
    certificate: Certificate,
    tmp_path: Path,
    start: Callable[..., list[str]],
    order: tuple[str, str],
) -> None:
    """All hand in at once while a web process is killed: all are graded on the cluster, and events come as they happen."""
    port = find_port()
    url = f"https://localhost:{port}"
    served = Served(course, "--url", url, "--web-processes", "3", "--scheduler", scheduler, port=find_port())
    try:
        wait_for_parts(served, 3)
        links = read_links(course, url)
        with running(start(tmp_path, port, served.port, certificate), port):
            given = hand_in_all(url, links, certificate, course, order, served)
            with httpx.Client(base_url=url, verify=certificate.context, trust_env=False) as client:
                come_in(client, links[STUDENTS[0]])
                receipt = next(receipt for student, receipt in given if student == STUDENTS[0])
                events = read_events(client, receipt)
        check_receipts(course, given, order)
    finally:
        served.end()
    assert events[-2][1] == "event: over"
    assert len(events) == 2 or events[-1][0] - events[0][0] > 0.1  # not kept back until the end


def wait_for_parts(served: Served, count: int) -> None:
    end_s = time.monotonic() + 30
    while len(served.parts("web")) != count:
        assert time.monotonic() < end_s
        time.sleep(0.05)


def come_in(client: httpx.Client, link: str) -> None:
    answer = client.post(link)
    assert answer.status_code == 303, answer.text
    assert "Secure" in answer.headers["set-cookie"]


def hand_in_all(
    url: str, links: dict[str, str], certificate: Certificate, root: Path, order: tuple[str, str], served: Served
) -> list[tuple[str, str]]:
    """Hand in for everybody at once; a web process is killed meanwhile, and who gets no answer asks again."""

    def hand_in(number: int) -> tuple[str, str]:
        student = STUDENTS[number]
        data = make_notebook(root, f"{order[number % 2]}  # {url}")
        end_s, last = time.monotonic() + 30, ""
        while time.monotonic() < end_s:
            try:
                answer = httpx.post(
                    f"{url}/api/lessons/lesson09/hand-in",
                    headers={"Authorization": f"Bearer {links[student].rsplit('/', 1)[1]}"},
                    files=[("files", ("activations.ipynb", data))],
                    timeout=60,
                    trust_env=False,
                    verify=certificate.context,
                )
                if answer.status_code == 201:
                    found: Any = answer.json()
                    return student, found["receipt"]
                last = f"{answer.status_code} {answer.text}"
            except httpx.HTTPError as error:
                last = repr(error)
            time.sleep(0.2)
        raise AssertionError(f"{student} got no receipt: {last}")

    with ThreadPoolExecutor(len(STUDENTS)) as threads:
        handed = threads.map(hand_in, range(len(STUDENTS)))
        time.sleep(0.1)
        os.kill(served.parts("web")[0], signal.SIGKILL)
        return list(handed)


def check_receipts(root: Path, given: list[tuple[str, str]], order: tuple[str, str]) -> None:
    """Each receipt has the score of its code, and the gradebook has the same one."""
    with contextlib.closing(open_database(Course(root))) as database, open_book(Course(root)) as book:
        receipts = Receipts(Course(root), database)
        wait_until_over(receipts, [receipt for _, receipt in given])
        standings = book.standings("lesson09")
        for number, (student, id) in enumerate(given):
            found = receipts.find(id)
            assert found is not None
            assert found.state is ReceiptState.GRADED, found
            [score] = found.scores
            assert (score.score == score.points) == (order[number % 2] == RIGHT)
            assert standings[student].total == score.score
    assert not (root / "gradebook" / "desk.db").exists()
