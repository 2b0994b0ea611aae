"""nbgrader's exchange over HTTP: its own classes on a mirror of the desk; what is handed in goes to the desk first."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_data_dir
from nbgrader.exchange.default import (
    Exchange,
    ExchangeFetchAssignment,
    ExchangeFetchFeedback,
    ExchangeList,
    ExchangeSubmit,
)
from traitlets import default

from autograder.desk import DeskAddress, send_files
from autograder.errors import AutograderError
from autograder.hub.mirror import RECEIPT, find_desk, mirror_feedback, mirror_lessons

__all__ = ["DeskFetchAssignment", "DeskFetchFeedback", "DeskList", "DeskSubmit"]

_COURSE = "course"


def _told(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Let what the desk says against something be what nbgrader says."""

    @functools.wraps(method)
    def tell(self: Any) -> None:
        try:
            method(self)
        except AutograderError as error:
            self.fail(f"{error}{f' ({error.hint})' if error.hint else ''}")

    return tell


class _OnMirror(Exchange):  # type: ignore[misc]
    """Where the mirror is, and which course it is of if the configuration names none."""

    @default("root")  # type: ignore[untyped-decorator]
    def _root_default(self) -> str:
        return str(Path(jupyter_data_dir()) / "autograder_exchange")

    def ensure_root(self) -> None:
        """Make the folder; it is the student's own."""
        Path(self.root).mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def _course(self) -> str:
        self.coursedir.course_id = self.coursedir.course_id or _COURSE
        return str(self.coursedir.course_id)

    def _mirror(self) -> DeskAddress:
        desk = find_desk()
        self.ensure_root()
        mirror_lessons(desk, Path(self.root), self._course)
        return desk


class DeskList(_OnMirror, ExchangeList):  # type: ignore[misc]
    """List what the desk has handed out, and what was handed in here."""

    @_told
    def init_dest(self) -> None:
        desk = self._mirror()
        if self.cached:
            mirror_feedback(desk, Path(self.root), Path(self.cache), self._course)
        super().init_dest()


class DeskFetchAssignment(_OnMirror, ExchangeFetchAssignment):  # type: ignore[misc]
    """Fetch a lesson from the desk."""

    @_told
    def init_src(self) -> None:
        self._mirror()
        super().init_src()


class DeskFetchFeedback(_OnMirror, ExchangeFetchFeedback):  # type: ignore[misc]
    """Fetch the pages about what was handed in."""

    @_told
    def init_src(self) -> None:
        mirror_feedback(self._mirror(), Path(self.root), Path(self.cache), self._course)
        super().init_src()


class DeskSubmit(_OnMirror, ExchangeSubmit):  # type: ignore[misc]
    """Hand in at the desk. Only what has a receipt is noted as handed in."""

    @_told
    def init_dest(self) -> None:
        self._desk = self._mirror()
        super().init_dest()

    @_told
    def copy_files(self) -> None:
        files = [path for path in sorted(Path(self.src_path).iterdir()) if path.is_file()]
        receipt = send_files(self._desk, self.coursedir.assignment_id, files)
        super().copy_files()
        name = self.assignment_filename
        cached = Path(self.cache_path, name.rsplit("+", 1)[0] if self.add_random_string else name)
        (cached / RECEIPT).write_text(json.dumps(receipt), encoding="utf-8")
        shutil.rmtree(Path(self.inbound_path, name))  # the desk has it
        self.log.info("receipt %s", receipt["receipt"])
