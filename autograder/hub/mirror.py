"""A folder of the student's own that looks like nbgrader's exchange and holds what the desk has for this student."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.utils import notebook_hash

from autograder.desk import DeskAddress, fetch_bytes, fetch_json, read_address
from autograder.errors import SubmissionError
from autograder.files import write_file

__all__ = ["RECEIPT", "find_desk", "mirror_feedback", "mirror_lessons"]

RECEIPT = "receipt.json"
_OWN_NAME = "submission_secret.txt"
_MOST_BYTES = 256 << 20


def find_desk() -> DeskAddress:
    """Return the desk that AUTOGRADER_DESK names and the token by which the hub's server of a student is known."""
    server = os.environ.get("AUTOGRADER_DESK", "")
    token = os.environ.get("JUPYTERHUB_API_TOKEN", "")
    if not server or not token:
        raise SubmissionError(
            "this server does not know where the desk is",
            hint="the hub must set AUTOGRADER_DESK for its servers: see docs/jupyterhub.md",
        )
    return read_address(server, token)


def mirror_lessons(desk: DeskAddress, root: Path, course: str) -> list[str]:
    """Put the lessons that were handed out where nbgrader looks for released assignments; return their names."""
    outbound, inbound, feedback = (root / course / name for name in ("outbound", "inbound", "feedback"))
    for folder in (outbound, inbound, feedback):
        folder.mkdir(parents=True, exist_ok=True)
    names = [str(one["lesson"]) for one in fetch_json(desk, "/api/lessons")["lessons"]]
    for name in names:
        _mirror_lesson(desk, outbound / name)
    for path in outbound.iterdir():
        if path.name not in names:
            shutil.rmtree(path)
    return names


def _mirror_lesson(desk: DeskAddress, folder: Path) -> None:
    data = fetch_bytes(desk, f"/api/lessons/{folder.name}/released")
    kept = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            path = (folder / entry.filename).resolve()
            if path.is_relative_to(folder.resolve()) and not entry.is_dir() and entry.file_size <= _MOST_BYTES:
                path.parent.mkdir(parents=True, exist_ok=True)
                content = archive.read(entry)
                if not path.exists() or path.read_bytes() != content:
                    write_file(path, content)
                kept.add(path)
    for path in list(folder.rglob("*")):
        if path.is_file() and path.resolve() not in kept:
            path.unlink()


def mirror_feedback(desk: DeskAddress, root: Path, cache: Path, course: str) -> None:
    """Put the pages about what was handed in where nbgrader looks for feedback, one for each notebook."""
    for submission, receipt in _list_receipts(cache / course):
        secret = (submission / _OWN_NAME).read_text(encoding="utf-8")
        if fetch_json(desk, f"/api/receipts/{receipt}")["page"] is None:
            continue
        page = fetch_bytes(desk, f"/api/receipts/{receipt}/page")
        for notebook in submission.glob("*.ipynb"):
            name = notebook_hash(secret=secret, notebook_id=notebook.stem)
            write_file(root / course / "feedback" / f"{name}.html", page)


def _list_receipts(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.glob(f"*/{RECEIPT}")):
        yield path.parent, str(json.loads(path.read_text(encoding="utf-8"))["receipt"])
