"""A course of nbgrader's as its own configuration describes it: its folders and its database. It is only read."""

from __future__ import annotations

import contextlib
import glob
import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from traitlets import TraitError
from traitlets.config import Config, PyFileConfigLoader

from autograder.course import CONFIG_NAME
from autograder.errors import CourseError

__all__ = ["FormerCourse", "Place", "read_former_course"]

_STUDENT, _ASSIGNMENT = "\x01", "\x02"  # no name of a folder holds these


@dataclass(frozen=True)
class Place:
    """A folder of one assignment, of one student ("" for what all have)."""

    assignment: str
    student: str
    path: Path


@dataclass(frozen=True)
class FormerCourse:
    """Where things are in a course of nbgrader's. `steps` are the names of its folders by the step of its work."""

    home: Path
    root: Path
    config: Config
    structure: str
    steps: dict[str, str]
    database_url: str
    ignored: tuple[str, ...]

    @property
    def config_path(self) -> Path | None:
        path = self.home / CONFIG_NAME
        return path if path.is_file() else None

    @property
    def database(self) -> Path | None:
        """The file of its database, None if that is on a server or not there."""
        name = self.database_url.removeprefix("sqlite:///")
        path = self.home / name
        return path if self.database_url.startswith("sqlite:///") and path.is_file() else None

    @property
    def is_on_server(self) -> bool:
        return not self.database_url.startswith("sqlite")

    def list_places(self, step: str, *, has_students: bool = False) -> list[Place]:
        """Return the folders of a step, sorted: of each assignment, or of each student's assignments."""
        name = self.steps[step]
        pattern = self._format(glob.escape(name), "*" if has_students else ".", "*", glob.escape(str(self.root)))
        marked = re.escape(self._format(name, _STUDENT if has_students else ".", _ASSIGNMENT, str(self.root)))
        # A mark may be there twice; the first one names it, and the others must be the same.
        for mark, group in ((_STUDENT, "student"), (_ASSIGNMENT, "assignment")):
            marked = marked.replace(re.escape(mark), f"(?P<{group}>[^/]+)", 1).replace(re.escape(mark), f"(?P={group})")
        found = []
        for text in sorted(glob.glob(pattern)):
            match = re.fullmatch(marked, text)
            if match is not None and os.path.isdir(text):
                names = match.groupdict()
                found.append(Place(names["assignment"], names.get("student", ""), Path(text)))
        return found

    def folder_of(self, step: str) -> Path:
        """Return the folder that a step has for itself."""
        return self.root / self.steps[step]

    def _format(self, step: str, student: str, assignment: str, root: str) -> str:
        text = self.structure.format(nbgrader_step=step, student_id=student, assignment_id=assignment)
        return os.path.normpath(os.path.join(root, text))


_STEPS = ("source", "release", "submitted", "autograded", "feedback", "solution", "source_with_tests")


def read_former_course(path: Path) -> FormerCourse:
    """Read the configuration of a course of nbgrader's; `CourseError` if there is no such course.

    Its folders need not be there.
    """
    home = path.resolve()
    if not home.is_dir():
        raise CourseError("there is no such folder", hint="name the folder of the nbgrader course", path=path)
    with _as_nbgrader_runs(home):
        former = _describe(home, _load_config(home))
    if not any(any(place.path.glob("*.ipynb")) for place in former.list_places("source")):
        source = former._format(former.steps["source"], ".", "ASSIGNMENT", str(former.root))
        hint = f"source notebooks are looked for in {source}, as its {CONFIG_NAME} has it"
        raise CourseError("this is no course of nbgrader's: there is no source notebook", hint=hint, path=path)
    return former


@contextlib.contextmanager
def _as_nbgrader_runs(home: Path) -> Iterator[None]:
    """Work in the course's folder, where relative paths of its configuration begin; write no byte code there."""
    paths, is_written = list(sys.path), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        with contextlib.chdir(home):
            yield
    finally:
        sys.path[:], sys.dont_write_bytecode = paths, is_written


def _load_config(home: Path) -> Config:
    if not (home / CONFIG_NAME).is_file():
        return Config()
    try:
        return PyFileConfigLoader(CONFIG_NAME, path=str(home)).load_config()
    except Exception as error:
        raise CourseError(f"cannot be read ({error})", hint="mend it", path=home / CONFIG_NAME) from None


def _describe(home: Path, config: Config) -> FormerCourse:
    """Return what nbgrader makes of a configuration in the working directory: some defaults depend on that."""
    directory = _read_directory(config, home)
    return FormerCourse(
        home,
        Path(directory.root),
        config,
        str(directory.directory_structure),
        {step: str(getattr(directory, f"{step}_directory")) for step in _STEPS},
        str(directory.db_url),
        tuple(directory.ignore),
    )


def _read_directory(config: Config, home: Path) -> _Directory:
    from nbgrader.coursedir import CourseDirectory

    try:
        log = logging.getLogger("autograder.starting")
        log.setLevel(logging.CRITICAL)  # that a path is not absolute is no news
        directory: _Directory = CourseDirectory(config=config, log=log)
        directory.directory_structure.format(nbgrader_step="", student_id="", assignment_id="")
    except (TraitError, KeyError, ValueError, IndexError) as error:
        raise CourseError(f"nbgrader would not take it ({error})", hint="mend it", path=home / CONFIG_NAME) from None
    return directory


class _Directory:
    """What is read of nbgrader's `CourseDirectory`."""

    root: str
    directory_structure: str
    db_url: str
    ignore: list[str]
