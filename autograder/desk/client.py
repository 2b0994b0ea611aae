"""Hand in from a terminal: send notebooks to a desk, and ask how far they are."""

from __future__ import annotations

import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from autograder.errors import AutograderError, SubmissionError

__all__ = [
    "DeskAddress",
    "DeskSilent",
    "check_file",
    "choose_lesson",
    "fetch_bytes",
    "fetch_json",
    "read_address",
    "send_files",
    "wait_for_grade",
]

_ANSWER_S = 120.0
_MOST_ANSWER = 8 << 20
_MOST_FILE = 1 << 30
_MOST_ASKS = 10
_PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)


class DeskSilent(AutograderError):
    """The desk cannot be reached, or did not answer."""


@dataclass(frozen=True)
class DeskAddress:
    """A desk, and the text of somebody's personal link, which is as good as a password."""

    server: str
    token: str


def read_address(server: str, link: str) -> DeskAddress:
    """Return the desk and the token in a personal link; of a bare token, the server must be named."""
    before, found, token = link.strip().rpartition("/enter/")
    address = DeskAddress((server or before).rstrip("/"), token if found else link.strip())
    parts = urlsplit(address.server)
    if parts.scheme not in ("http", "https") or not parts.netloc or not address.token:
        raise SubmissionError(
            "it is not said where to hand in", hint="--link https://.../enter/..., your personal link"
        )
    return address


def choose_lesson(address: DeskAddress, files: Sequence[Path], named: str) -> str:
    """Return the lesson that is named, else the one whose notebooks these files are."""
    if named:
        return named
    lessons = _ask(address, "/api/lessons")["lessons"]
    names = {file.stem for file in files}
    found = [one["lesson"] for one in lessons if names & set(one["notebooks"])] or [one["lesson"] for one in lessons]
    if len(found) != 1:
        shown = ", ".join(one["lesson"] for one in lessons) or "none"
        raise SubmissionError("which lesson this is for cannot be told", hint=f"--lesson NAME; there are: {shown}")
    return str(found[0])


def send_files(address: DeskAddress, lesson: str, files: Sequence[Path]) -> dict[str, Any]:
    """Send files and return the receipt as the desk's interface has it."""
    body, kind = _make_form(files)
    # Should the answer be lost, the desk answers the same files with the same receipt.
    return _ask_patiently(address, f"/api/lessons/{quote(lesson, safe='')}/hand-in", body, kind)


def check_file(address: DeskAddress, lesson: str, file: Path) -> dict[str, Any]:
    """Have the desk run the visible tests on a notebook; return whether all `passed`, and the `lines` that it says."""
    body, kind = _make_form([file])
    return _ask_patiently(address, f"/api/lessons/{quote(lesson, safe='')}/check", body, kind)


def fetch_json(address: DeskAddress, path: str) -> dict[str, Any]:
    """Return what the desk answers to a question of its interface."""
    return _ask_patiently(address, path)


def fetch_bytes(address: DeskAddress, path: str) -> bytes:
    """Return a file that the desk sends."""
    return _fetch(address, path, None, "", _MOST_FILE)


def _make_form(files: Sequence[Path]) -> tuple[bytes, str]:
    """Return files as the body of a form, and what kind of body that is."""
    try:
        parts = [(file.name, file.read_bytes()) for file in files]
    except OSError as error:
        raise SubmissionError(f"cannot be read ({error.strerror})", path=Path(str(error.filename))) from None
    boundary = secrets.token_hex(16)
    body = b"".join(_make_part(boundary, name, data) for name, data in parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def _make_part(boundary: str, name: str, data: bytes) -> bytes:
    shown = name.replace("\\", "_").replace('"', "_").replace("\r", "_").replace("\n", "_")
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{shown}"\r\n\r\n'
    return head.encode("utf-8", "replace") + data + b"\r\n"


def wait_for_grade(
    address: DeskAddress, receipt: str, say: Callable[[dict[str, Any]], None], limit_s: float
) -> dict[str, Any]:
    """Ask until a receipt is over, and say what changes; return it as it is then, or when the time is up."""
    end_s, last = time.monotonic() + limit_s, None
    while True:
        found = _ask_patiently(address, f"/api/receipts/{receipt}")
        if found["state"] in ("graded", "failed") or time.monotonic() > end_s:
            return found
        if found["place"] != last:
            last = found["place"]
            say(found)
        time.sleep(min(5.0, max(0.2, (found["wait_s"] or 1.0) / _MOST_ASKS)))


def _ask_patiently(address: DeskAddress, path: str, body: bytes | None = None, kind: str = "") -> dict[str, Any]:
    """Ask again where the desk does not answer: it may be starting anew."""
    for pause_s in _PAUSES_S:
        try:
            return _ask(address, path, body, kind)
        except DeskSilent:
            time.sleep(pause_s)
    return _ask(address, path, body, kind)


def _ask(address: DeskAddress, path: str, body: bytes | None = None, kind: str = "") -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_fetch(address, path, body, kind, _MOST_ANSWER))
    except ValueError as error:
        raise DeskSilent(f"the desk at {address.server} does not answer ({error})", hint="try again later") from None
    return found


def _fetch(address: DeskAddress, path: str, body: bytes | None, kind: str, most: int) -> bytes:
    headers = {"Authorization": f"Bearer {address.token}", "Accept": "application/json"}
    if body is not None:
        headers["Content-Type"] = kind
    request = urllib.request.Request(f"{address.server}{path}", body, headers)  # noqa: S310 - http(s), see above
    try:
        with urllib.request.urlopen(request, timeout=_ANSWER_S) as answer:  # noqa: S310
            return bytes(answer.read(most))
    except urllib.error.HTTPError as error:
        raise _explain(error) from None
    except OSError as error:
        raise DeskSilent(f"the desk at {address.server} does not answer ({error})", hint="try again later") from None


def _explain(error: urllib.error.HTTPError) -> AutograderError:
    """Return what the desk said."""
    try:
        said: dict[str, Any] = json.loads(error.read(_MOST_ANSWER))
    except (ValueError, OSError):
        said = {}
    lines = [f"{one['file']}: {one['problem']}" for one in said.get("not_taken", ())]
    hint = "; ".join([*lines, *filter(None, [said.get("hint", "")])])
    return SubmissionError(str(said.get("error") or f"the desk answered {error.code}"), hint=hint)
