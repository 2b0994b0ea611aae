"""Find the course by its configuration file, and name its folders. There is no list of lessons anywhere."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

from autograder.course.regions import Regions, read_regions
from autograder.errors import CourseError

__all__ = ["CONFIG_NAME", "Course", "find_course"]

CONFIG_NAME = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """The folders of a course, all below `root`, and nbgrader's configuration of it."""

    root: Path

    @property
    def config_path(self) -> Path:
        return self.root / CONFIG_NAME

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def assignments(self) -> Path:
        return self.root / "assignments"

    @property
    def suites(self) -> Path:
        return self.root / "tests"

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook"

    @property
    def submitted(self) -> Path:
        return self.gradebook / "submitted"

    @property
    def autograded(self) -> Path:
        return self.gradebook / "autograded"

    @property
    def feedback(self) -> Path:
        return self.gradebook / "feedback"

    @property
    def records(self) -> Path:
        return self.gradebook / "grades"

    @property
    def config(self) -> Config:
        """The configuration of nbgrader, empty without its file; `CourseError` if that cannot be read."""
        try:
            status = self.config_path.stat()
        except FileNotFoundError:
            return Config()
        except OSError as error:
            raise CourseError(f"cannot be read ({error.strerror})", path=self.config_path) from None
        return _load_config(self.config_path, status.st_mtime_ns, status.st_size).copy()

    @property
    def database_url(self) -> str:
        """The address of nbgrader's database."""
        return str(self.config.CourseDirectory.get("db_url", f"sqlite:///{self.gradebook / 'gradebook.db'}"))

    @property
    def regions(self) -> Regions:
        """How solutions and hidden tests are marked in source notebooks, and what students get in their place."""
        return read_regions(self.config)

    def lesson_names(self) -> list[str]:
        """Return the names of all lessons: the folders of solutions/ that hold a notebook."""
        if not self.solutions.is_dir():
            return []
        return sorted(path.name for path in self.solutions.iterdir() if any(path.glob("*.ipynb")))


@functools.lru_cache(maxsize=16)  # a worker looks at its lesson again for every chunk
def _load_config(path: Path, time_ns: int, size: int) -> Config:
    """Run the configuration file; it is run anew when its time or size is another."""
    try:
        return PyFileConfigLoader(path.name, path=str(path.parent)).load_config()
    except Exception as error:
        raise CourseError(f"cannot be read ({error})", path=path) from None


def find_course(root: Path | None = None) -> Course:
    """Return the course at `root`, or at the nearest folder at or above the working directory."""
    start = (root or Path.cwd()).resolve()
    for folder in [start] if root is not None else [start, *start.parents]:
        if (folder / CONFIG_NAME).is_file():
            return Course(folder)
    raise CourseError(
        f"no {CONFIG_NAME} here{'' if root is not None else ' or above'}",
        hint="run the command in the course folder, or name that folder with --root",
        path=start,
    )
