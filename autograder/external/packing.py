"""The archive that another system runs: the package, one lesson without its sample answers, and two short scripts."""

from __future__ import annotations

import importlib.metadata
import io
import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course import CONFIG_NAME, Course, Lesson, load_lesson
from autograder.errors import CourseError
from autograder.external.platforms import Platform
from autograder.files import write_file

__all__ = ["DISTRIBUTION", "list_requirements", "pack_grader"]

DISTRIBUTION = "autograder-course"
_PACKAGE = Path(__file__).resolve().parents[1]
_TEMPLATES = Path(__file__).parent / "templates"
_SCRIPTS = {
    Platform.GRADESCOPE: ("setup.sh", "run_autograder"),
    Platform.PRAIRIELEARN: ("setup.sh", "run_prairielearn"),
    Platform.GITHUB: ("setup.sh", "action.yml"),
}
_MOST_BYTES = 100 << 20
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def pack_grader(course: Course, lesson_name: str, platform: Platform, target: Path | None) -> Path:
    """Write the archive of a lesson's grader, and return where.

    The solutions and hidden tests are in it. `CourseError` if the lesson is too large for an archive.
    """
    lesson = load_lesson(course, lesson_name)
    path = target or course.gradebook / "exports" / f"{lesson_name}.{platform}.zip"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mode in _list_content(lesson, platform):
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16
            archive.writestr(info, content)
    if data.tell() > _MOST_BYTES:
        hint = "its data are too large for an archive: let a script of yours fetch them in setup.sh"
        raise CourseError(f"the archive has {data.tell() >> 20} MiB", hint=hint, path=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, data.getvalue())
    path.chmod(0o600)
    return path


def _list_content(lesson: Lesson, platform: Platform) -> Iterator[tuple[str, bytes, int]]:
    """Yield what is in an archive: its name there, its bytes, its mode."""
    for name in _SCRIPTS[platform]:
        script = (_TEMPLATES / name).read_text(encoding="utf-8")
        yield name, script.replace("@LESSON@", shlex.quote(lesson.name)).encode(), 0o755
    yield "requirements.txt", "\n".join(list_requirements()).encode() + b"\n", 0o600
    yield from _list_folder(_PACKAGE, "package/autograder")
    course = lesson.course
    yield f"course/{CONFIG_NAME}", (course.root / CONFIG_NAME).read_bytes(), 0o600
    folders = (course.solutions / lesson.name, lesson.suite_folder, course.assignments / lesson.name)
    for folder in folders:
        yield from _list_folder(folder, f"course/{folder.relative_to(course.root)}")


def _list_folder(folder: Path, name: str) -> Iterator[tuple[str, bytes, int]]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        is_left_out = any(part in ("bank", "__pycache__") or part.startswith(".") for part in inner.parts)
        if path.is_file() and not is_left_out:
            yield f"{name}/{inner}", path.read_bytes(), 0o600


def list_requirements() -> list[str]:
    """Return what this environment has of all that the package needs, each with its version (no local one, "+cpu")."""
    found: dict[str, str] = {}
    waiting = [DISTRIBUTION]
    while waiting:
        for needed in importlib.metadata.requires(waiting.pop()) or ():
            name = _NAME.match(needed)
            if name is None or "extra ==" in needed or name[0].lower() in found:
                continue
            try:
                found[name[0].lower()] = importlib.metadata.version(name[0]).partition("+")[0]
            except importlib.metadata.PackageNotFoundError:
                continue  # needed on another system
            waiting.append(name[0])
    return [f"{name}=={version}" for name, version in sorted(found.items())]
