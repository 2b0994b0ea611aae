"""How the desk bears load: many students hand in at once, or one at a time at an idle desk.

    python tools/desk_load.py --students 500 --seconds 60
    python tools/desk_load.py --idle 20

It serves a course of its own in a temporary folder, made of the lesson of this repository.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

from autograder.cli.main import main as autograder
from autograder.files import hash_parts

REPOSITORY = Path(__file__).resolve().parents[1]
LESSON = "lesson09"
_SENDERS = 64
_WATCHED = 20  # each so manieth student looks at the queue once a second


@dataclass(frozen=True)
class Sent:
    """One hand-in: its receipt (None if there was none), the seconds that took, and the hashes of what was sent."""

    receipt: dict[str, Any] | None
    seconds: float
    digests: frozenset[str]


def make_course(root: Path, students: list[str]) -> None:
    for folder in ("solutions", "assignments", "tests"):
        shutil.copytree(
            REPOSITORY / folder / LESSON, root / folder / LESSON, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    (root / "gradebook").mkdir()
    (root / "gradebook" / "roster.csv").write_text("id\n" + "\n".join(students) + "\n")
    (root / "desk.toml").write_text("attempts = 1000\n")


@contextlib.contextmanager
def serve(root: Path, workers: int) -> Iterator[str]:
    words = [sys.executable, "-m", "autograder", "serve", "--root", str(root), "--port", "0", "--workers", str(workers)]
    process = subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait()


def read_tokens(root: Path, url: str) -> dict[str, str]:
    table = root / "links.csv"
    assert autograder(["links", "--root", str(root), "--csv", str(table), "--url", url]) == 0
    rows = [line.split(",") for line in table.read_text(encoding="utf-8-sig").splitlines()[1:]]
    return {row[0]: row[5].rsplit("/", 1)[1] for row in rows}


def make_notebooks(root: Path, mark: str, most: int = 9) -> list[tuple[str, bytes]]:
    """Return the lesson's notebooks, each with a mark in it, so that no two students send the same."""
    found = []
    for path in sorted((root / "solutions" / LESSON).glob("*.ipynb"))[:most]:
        document = json.loads(path.read_text())
        document["metadata"]["mark"] = mark
        found.append((path.name, json.dumps(document).encode()))
    return found


def send(client: httpx.Client, token: str, notebooks: list[tuple[str, bytes]]) -> Sent:
    digests = frozenset(hash_parts(data) for _, data in notebooks)
    start = time.perf_counter()
    try:
        answer = client.post(
            f"/api/lessons/{LESSON}/hand-in",
            headers={"Authorization": f"Bearer {token}"},
            files=[("files", one) for one in notebooks],
        )
    except httpx.HTTPError as error:
        print("no receipt:", error, file=sys.stderr)
        return Sent(None, time.perf_counter() - start, digests)
    return Sent(answer.json() if answer.status_code == 201 else None, time.perf_counter() - start, digests)


def look(client: httpx.Client, token: str, receipt: str) -> tuple[dict[str, Any], bool]:
    """Return what the desk says of a receipt, and whether it is over."""
    found = client.get(f"/api/receipts/{receipt}", headers={"Authorization": f"Bearer {token}"}).json()
    return found, found["state"] in ("graded", "failed")


def wait(client: httpx.Client, token: str, receipt: str, pause_s: float) -> dict[str, Any]:
    while True:
        found, is_over = look(client, token, receipt)
        if is_over:
            return found
        time.sleep(pause_s)


@dataclass
class Watched:
    """What the desk said of the queue to some who wait: the time, the place, the seconds that it would take."""

    said: dict[str, list[tuple[float, int, float]]] = field(default_factory=dict)
    over_s: dict[str, float] = field(default_factory=dict)

    def look(self, client: httpx.Client, token: str, receipt: str) -> bool:
        """Note what is said of a receipt; return whether it is over."""
        found, is_over = look(client, token, receipt)
        if is_over:
            self.over_s[receipt] = time.monotonic()
        elif found["wait_s"] is not None:
            self.said.setdefault(receipt, []).append((time.monotonic(), found["place"], found["wait_s"]))
        return is_over

    def report(self) -> bool:
        """Say how far what was said was from what came; return whether no place ever rose."""
        off, rose = [], 0
        for receipt, said in self.said.items():
            off += [abs(self.over_s[receipt] - at - wait_s) for at, _, wait_s in said]
            rose += sum(later[1] > before[1] for before, later in pairwise(said))
        say(f"{len(off)} waits shown to {len(self.said)} students, off by", off)
        print(f"places that rose: {rose}")
        return not rose


def say(what: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(
        f"{what}: median {statistics.median(ordered):.2f} s, 95th percentile {late:.2f} s, slowest {ordered[-1]:.2f} s"
    )


def rush(client: httpx.Client, root: Path, tokens: dict[str, str], seconds: float) -> bool:
    """Let everybody hand in all notebooks within some seconds; return whether nothing was lost."""
    chance = random.Random(9)
    moments = {student: chance.uniform(0, seconds) for student in tokens}
    works = {student: make_notebooks(root, student) for student in tokens}
    start = time.monotonic()

    ends_s: list[float] = []

    def hand_in(student: str) -> Sent:
        time.sleep(max(0.0, moments[student] - (time.monotonic() - start)))
        one = send(client, tokens[student], works[student])
        ends_s.append(time.monotonic() - start)
        return one

    order = sorted(tokens, key=lambda student: moments[student])
    watched = Watched()
    with ThreadPoolExecutor(_SENDERS) as threads:
        jobs = {student: threads.submit(hand_in, student) for student in order}
        waiting = order[::_WATCHED]
        while waiting:
            time.sleep(1.0)
            for student in [one for one in waiting if jobs[one].done()]:
                receipt = jobs[student].result().receipt
                if receipt is None or watched.look(client, tokens[student], receipt["receipt"]):
                    waiting.remove(student)
        sent = {student: job.result() for student, job in jobs.items()}
    print(f"{len(sent)} hand-ins in {max(ends_s):.1f} s")
    say("receipts", [one.seconds for one in sent.values()])
    refused = [student for student, one in sent.items() if one.receipt is None]
    wrong = [
        student
        for student, one in sent.items()
        if one.receipt is not None and {file["sha256"] for file in one.receipt["files"]} != one.digests
    ]
    over = {s: wait(client, tokens[s], one.receipt["receipt"], 1.0) for s, one in sent.items() if one.receipt}
    failed = [student for student, found in over.items() if found["state"] != "graded"]
    print(f"all graded after {time.monotonic() - start:.1f} s")
    print(f"without a receipt {len(refused)}, with a wrong one {len(wrong)}, not graded {len(failed)}")
    return watched.report() and not (refused or wrong or failed)


def one_by_one(client: httpx.Client, root: Path, tokens: dict[str, str], count: int) -> bool:
    """Hand in one notebook at a time at an idle desk; measure until its page can be read."""
    student, token = next(iter(tokens.items()))
    taken = []
    for number in range(count):
        start = time.perf_counter()
        sent = send(client, token, make_notebooks(root, f"{student} {number}", 1))
        assert sent.receipt is not None
        wait(client, token, sent.receipt["receipt"], 0.02)
        page = client.get(f"/api/receipts/{sent.receipt['receipt']}/page", headers={"Authorization": f"Bearer {token}"})
        taken.append(time.perf_counter() - start)
        assert page.status_code == 200
    say("from a notebook to its page", taken)
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--idle", type=int, default=0, metavar="N", help="N notebooks one after the other instead")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    students = [f"sample-{number:04}" for number in range(1 if options.idle else options.students)]
    with tempfile.TemporaryDirectory(prefix="autograder-load-") as folder:
        root = Path(folder)
        make_course(root, students)
        with serve(root, options.workers) as url, httpx.Client(base_url=url, timeout=120, trust_env=False) as client:
            tokens = read_tokens(root, url)
            # The first one waits until the graders are ready; it is not measured.
            first = send(client, tokens[students[0]], make_notebooks(root, "first", 1))
            assert first.receipt is not None
            wait(client, tokens[students[0]], first.receipt["receipt"], 0.5)
            print(f"ready: {len(students)} students")
            if options.idle:
                return 0 if one_by_one(client, root, tokens, options.idle) else 1
            return 0 if rush(client, root, tokens, options.seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
