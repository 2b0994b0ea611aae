"""The read-only data of a lesson, on their way to the students: solutions/ holds them, and assignments/ the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from autograder.course import Lesson, list_files
from autograder.errors import ReleaseError

__all__ = ["find_data", "publish_data"]

_MOST_TEXT_BYTES = 4 << 20  # above, nobody has written a solution between markers


def find_data(lesson: Lesson) -> list[Path]:
    """Return all files of a lesson's data; `ReleaseError` where one holds a marker of solutions or hidden tests."""
    paths = dict.fromkeys(path for notebook in lesson.notebooks for path in notebook.data)
    files = list(dict.fromkeys(file for path in paths for file in list_files(path)))
    for file in files:
        if file.stat().st_size > _MOST_TEXT_BYTES:
            continue
        marker = lesson.course.regions.find_marker(file.read_text(encoding="utf-8", errors="replace"))
        if marker:
            raise ReleaseError(f"a marker of hidden text would be published with the data: {marker}", path=file)
    return files


def publish_data(lesson: Lesson) -> list[Path]:
    """Bring the released data up to date, a piece at a time; return what was written or removed.

    A file of the same size and time is the same. What is no more among the data of a folder is removed.
    """
    source, target = lesson.course.solutions / lesson.name, lesson.course.assignments / lesson.name
    files = {target / file.relative_to(source): file for file in find_data(lesson)}
    changed = [path for path in files if _copy(files[path], path)]
    for name in dict.fromkeys(name for notebook in lesson.notebooks for name in notebook.data_names):
        if not (target / name).is_dir():
            continue
        for path in [path for path in list_files(target / name) if path not in files]:
            path.unlink()
            changed.append(path)
    return changed


def _copy(source: Path, target: Path) -> bool:
    """Copy a file if it is not there yet, whole or not at all; return whether it was copied."""
    wanted = source.stat()
    if target.exists():
        there = target.stat()
        if (there.st_size, there.st_mtime_ns) == (wanted.st_size, wanted.st_mtime_ns):
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        shutil.copyfile(source, temporary)
        os.utime(temporary, ns=(wanted.st_atime_ns, wanted.st_mtime_ns))
        temporary.replace(target)
    except OSError as error:
        raise ReleaseError(f"cannot be written ({error.strerror})", hint="free some space", path=target) from None
    finally:
        temporary.unlink(missing_ok=True)
    return True
