"""The behaviours that lessons know, kept between one page and the next: to observe sample answers takes seconds."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from autograder.audit import Atlas, load_atlas
from autograder.course import Lesson
from autograder.grading import local_pool

__all__ = ["Atlases"]

_LOG = logging.getLogger("autograder.desk")
_Marks = tuple[tuple[str, int], ...]


class Atlases:
    """The atlas of each lesson, made anew when a file of the lesson or of its suite is another."""

    def __init__(self, workers: int, runner: str) -> None:
        self._workers = workers
        self._runner = runner
        self._kept: dict[str, tuple[_Marks, Atlas]] = {}
        self._lock = threading.Lock()

    def prepare(self, lesson: Lesson) -> None:
        """Make the atlas of a lesson before somebody needs it. What fails now fails where it is needed."""
        try:
            self.find(lesson)
        except Exception as error:
            _LOG.warning("%s: sample answers cannot be observed: %s", lesson.name, error)

    def find(self, lesson: Lesson) -> Atlas:
        """Return the atlas of a lesson. If it is being made, wait for it."""
        with self._lock:
            return self._find(lesson)

    def _find(self, lesson: Lesson) -> Atlas:
        marks = _mark(lesson)
        kept = self._kept.get(lesson.name)
        if kept is None or kept[0] != marks:
            with local_pool(self._workers) as pool:
                kept = (marks, load_atlas(lesson, pool, self._runner))
            self._kept[lesson.name] = kept
        return kept[1]


def _mark(lesson: Lesson) -> _Marks:
    """Return the files that decide an atlas, and when each was changed."""
    folders = (lesson.suite_folder, lesson.course.solutions / lesson.name)
    paths: list[Path] = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths if "__pycache__" not in path.parts)
