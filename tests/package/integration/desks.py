"""A desk with its real processes, for tests: it can be killed and started again at the same address."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

from autograder.cli.main import main
from autograder.desk.receipts import Receipts

REPOSITORY = Path(__file__).resolve().parents[3]
WRONG = "def relu(z):\n    return torch.where(z > 0, z, 0.01 * z)"
RIGHT = "def relu(z):\n    return torch.clamp(z, min=0)"
READY_S = 120.0


class Served:
    """A course at a desk, which can be killed and started again at the same address."""

    def __init__(self, root: Path, *options: str, port: int = 0) -> None:
        self.root = root
        self.options = options
        self.port = port
        self.process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "autograder", "serve", "--root", str(self.root), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*words, "--workers", "1", *self.options], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split()[-1]
        self.port = self.port or int(self.url.rsplit(":", 1)[1])

    def parts(self, kind: str) -> list[int]:
        """Return the processes of the desk that serve pages ("web") or grade ("grade")."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if kind.encode() in _words(int(pid))]

    def kill(self, kind: str) -> None:
        """Kill a part of the desk, or all of it by its root ("all"), as the kernel does when memory is short."""
        assert self.process is not None
        if kind == "all":
            self.process.kill()
            self.process.wait()
            self.start()
        for pid in self.parts(kind) if kind != "all" else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()


def _words(pid: int) -> list[bytes]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return []


def open_lesson(root: Path, students: Iterable[str]) -> Path:
    """Let these students hand in one notebook of the lesson, as often as they like."""
    (root / "assignments" / "lesson09").mkdir(parents=True)
    shutil.copy(root / "solutions" / "lesson09" / "activations.ipynb", root / "assignments" / "lesson09")
    (root / "gradebook" / "roster.csv").write_text("id,name\n" + "".join(f"{one},\n" for one in students))
    (root / "desk.toml").write_text('attempts = 100\n[lessons.lesson09]\ncounts = "last"\n')
    return root


def read_links(root: Path, url: str) -> dict[str, str]:
    """Return everybody's link, as `autograder links` writes them for mail merge."""
    table = root / "links.csv"
    assert main(["links", "--root", str(root), "--csv", str(table), "--url", url]) == 0
    assert table.stat().st_mode & 0o077 == 0
    rows = [line.split(",") for line in table.read_text(encoding="utf-8-sig").splitlines()[1:]]
    return {row[0]: row[5] for row in rows}


def make_notebook(root: Path, relu: str) -> bytes:
    document: Any = json.loads((root / "solutions" / "lesson09" / "activations.ipynb").read_text())
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "relu":
            cell["source"] = relu
    return json.dumps(document).encode()


def send(url: str, link: str, data: bytes) -> dict[str, Any]:
    answer = httpx.post(
        f"{url}/api/lessons/lesson09/hand-in",
        headers={"Authorization": f"Bearer {link.rsplit('/', 1)[1]}"},
        files=[("files", ("activations.ipynb", data))],
        timeout=60,
        trust_env=False,
    )
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def wait_until_over(receipts: Receipts, ids: list[str]) -> None:
    end_s = time.monotonic() + READY_S + 5 * len(ids)
    while not all((found := receipts.find(id)) is not None and found.state.is_over for id in ids):
        assert time.monotonic() < end_s, [receipts.find(id) for id in ids]
        time.sleep(0.1)
