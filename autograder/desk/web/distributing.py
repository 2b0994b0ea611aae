"""For programs: a lesson as it was handed out, and a check of one notebook by the visible tests."""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from autograder.course import Course
from autograder.desk.web.handing_in import take_files
from autograder.desk.web.programs import find_bearer
from autograder.desk.web.shared import desk_of

__all__ = ["ROUTES", "make_checkers"]

_CHECK_S = 120.0
_CHECKERS = 2
_MOST_LINES = 200


def send_released(request: Request) -> Response:
    """Send the files of a lesson as students get them, in a zip."""
    find_bearer(request)
    desk, name = desk_of(request), request.path_params["lesson"]
    folder = desk.catalogue.course.assignments / desk.lesson(name).lesson.name
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                archive.write(path, str(path.relative_to(folder)))
    return Response(data.getvalue(), media_type="application/zip")


async def check_notebook(request: Request) -> Response:
    """Run the visible tests on one notebook, as `autograder check` does; nothing is kept of it."""
    await run_in_threadpool(find_bearer, request)
    desk, name = desk_of(request), request.path_params["lesson"]
    lesson = (await run_in_threadpool(desk.lesson, name)).lesson.name
    async with request.form(max_files=1, max_fields=2, max_part_size=4096) as form:
        upload = take_files(form)[0]
        data = await run_in_threadpool(upload.read)
    course: Course = desk.catalogue.course
    return JSONResponse(await run_sync(_check, course, lesson, data, limiter=request.app.state.checkers))


def make_checkers() -> CapacityLimiter:
    """Return what lets a few checks run at a time; the others wait."""
    return CapacityLimiter(_CHECKERS)


def _check(course: Course, lesson: str, data: bytes) -> dict[str, Any]:
    """Run the command in a process of its own, and return whether nothing was found and what it said."""
    with tempfile.TemporaryDirectory(prefix="autograder-check-") as folder:
        path = Path(folder) / "notebook.ipynb"
        path.write_bytes(data)
        words = [sys.executable, "-m", "autograder", "check", str(path), "--lesson", lesson, "--lang", "zh"]
        try:
            done = subprocess.run(
                [*words, "--root", str(course.root)],
                capture_output=True,
                text=True,
                timeout=_CHECK_S,
                env={**os.environ, "COLUMNS": "200"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise HTTPException(503) from None
    lines = (done.stdout if done.returncode in (0, 3) else done.stderr).splitlines()
    # Where the desk keeps its things is nobody's business.
    ours = (f"{folder}/", folder, f"{course.root}/", str(course.root))
    shown = [functools.reduce(lambda text, path: text.replace(path, ""), ours, line) for line in lines[:_MOST_LINES]]
    return {"passed": done.returncode == 0, "lines": shown}


ROUTES = [
    Route("/api/lessons/{lesson}/released", send_released, methods=["GET"]),
    Route("/api/lessons/{lesson}/check", check_notebook, methods=["POST"]),
]
