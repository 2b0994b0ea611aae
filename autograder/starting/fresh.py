"""A course from nothing: its configuration, its Makefile and CI, and one small lesson to copy from."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder import __version__
from autograder.course import CONFIG_NAME
from autograder.errors import CourseError
from autograder.external import DISTRIBUTION, list_requirements
from autograder.files import write_file

__all__ = ["make_course", "refuse_full_folder", "write_config"]

_TEMPLATES = Path(__file__).parent / "templates"
_CONFIG = _TEMPLATES / f"{CONFIG_NAME}.in"  # not yet Python, before its marks are replaced
_DOT = re.compile(r"^dot-")  # a wheel leaves out what begins with a dot
_OF_A_LESSON = ("solutions", "tests")
_STUBS = """c.ClearSolutions.code_stub = {"python": "# 在这里写你的代码 / YOUR CODE HERE\\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "在这里写你的回答 / YOUR ANSWER HERE"
"""


def make_course(root: Path, *, lesson: str = "") -> list[Path]:
    """Make a course in a folder that is empty or not there; return its files.

    It has one small lesson, or none where its first `lesson` is named. `CourseError` if something is in the folder.
    """
    refuse_full_folder(root)
    words = {
        "COURSE": root.resolve().name,
        "LESSON": lesson or next(_list_lessons()),
        "PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    written = [root / CONFIG_NAME]
    for source in sorted(path for path in _TEMPLATES.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        inner = source.relative_to(_TEMPLATES)
        if source == _CONFIG or (lesson and inner.parts[0] in _OF_A_LESSON):
            continue
        text = source.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        target = root / _DOT.sub(".", inner.as_posix())
        write_file(target, text)
        written.append(target)
    requirements = [f"{DISTRIBUTION}=={__version__}", *list_requirements()]
    write_file(root / "requirements.txt", "\n".join(requirements) + "\n")
    write_file(root / CONFIG_NAME, write_config())  # last: this file makes it a course
    return sorted([*written, root / "requirements.txt"])


def refuse_full_folder(root: Path) -> None:
    """Raise `CourseError` if a course cannot be made in a folder, because something is there already."""
    try:
        found = sorted(path.name for path in root.iterdir()) if root.exists() or root.is_symlink() else []
    except NotADirectoryError:
        raise CourseError("this is a file, and a course is a folder", hint="choose another name", path=root) from None
    except OSError as error:
        raise CourseError(f"cannot be read ({error.strerror})", hint="check its rights", path=root) from None
    if found:
        shown = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")
        hint = "name a folder that is empty or not there yet; nothing was written"
        raise CourseError(f"the folder is not empty ({shown})", hint=hint, path=root)


def write_config(before: str = "", stubs: str = _STUBS) -> str:
    """Return the text of a course's nbgrader_config.py.

    `before` are lines that come before all others, `stubs` the lines that say what students get in place of answers.
    """
    text = _CONFIG.read_text(encoding="utf-8")
    return text.replace("@BEFORE@", before).replace("@STUBS@", stubs)


def _list_lessons() -> Iterator[str]:
    return (path.name for path in sorted((_TEMPLATES / "solutions").iterdir()))
