"""The ways by which what students hand in reaches the grader: each is attacked with the same bank."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from attacking.bank import Submission
from attacking.course import LESSON, AttackedCourse
from attacking.readers import CONTROL
from attacking.report import Report

Door = Callable[[AttackedCourse, Sequence[str]], tuple[int, str]]
_KERNEL = "autograder-jail"
_CELL_S = 10


def by_grade(course: AttackedCourse, students: Sequence[str]) -> tuple[int, str]:
    """Grade a class with the pool of this machine, as TAs do."""
    return course.run("grade", LESSON, "--workers", "2")


def by_cluster(course: AttackedCourse, students: Sequence[str]) -> tuple[int, str]:
    """Grade a class on a Dask cluster of two processes."""
    return course.run("grade", LESSON, "--dask", "2")


def by_button(course: AttackedCourse, students: Sequence[str]) -> tuple[int, str]:
    """Grade one student after the other by what the formgrader's button calls."""
    api = NbGraderAPI(config=_configuration(course.root))
    replies = [api.autograde(LESSON, student, force=True, create=True) for student in students]
    failed = [reply for reply in replies if not reply["success"]]
    return int(bool(failed)), "\n".join(f"{reply.get('error', '')}\n{reply.get('log', '')}" for reply in failed)


def _configuration(root: Path) -> Config:
    """Return the configuration of nbgrader in a course; its own commands are run in the course's folder."""
    with contextlib.chdir(root):
        config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return config


DOORS: Mapping[str, Door] = {"grade": by_grade, "cluster": by_cluster, "button": by_button}


# --- what gives no grades -------------------------------------------------------------------------------------------


def try_check(course: AttackedCourse, submissions: Sequence[Submission], report: Report) -> None:
    """Run `autograder check` on each notebook: it ends, and says nothing that it must not."""
    for submission, path in _files(course, submissions):
        code, printed = course.run("check", str(path), "--lesson", LESSON)
        name = f"{submission.student}: {path.name}"
        report.expect(
            code in (0, 1, 3) and "Traceback" not in printed, "check ends by itself", f"{name}: {printed[-800:]}"
        )
        report.expect(not CONTROL.search(printed), "check prints no control characters", f"{name}: {printed[-300:]!r}")
        if submission.is_twin or not submission.attacks:
            report.expect(code == 0, "check finds nothing in a right notebook", f"{name}: {printed[-800:]}")
        hidden = [attack.absent for attack in submission.attacks if attack.absent and attack.absent in printed]
        report.expect(not hidden, "check shows no hidden input", f"{name}: {hidden}")


def try_kernel(course: AttackedCourse, submissions: Sequence[Submission], report: Report) -> None:
    """Run each notebook in the jail's kernel, as nbclient and JupyterLab do: the run ends, whatever is in it."""
    for submission, path in _files(course, submissions):
        document = nbformat.read(path, 4)
        client = NotebookClient(
            document, kernel_name=_KERNEL, timeout=_CELL_S, allow_errors=True, interrupt_on_timeout=True
        )
        ended: Exception | None = None
        with contextlib.redirect_stderr(io.StringIO()):
            try:
                client.execute()
            except Exception as error:
                ended = error
        name = f"{submission.student}: {path.name}: {type(ended).__name__}: {ended}"
        is_known = ended is None or isinstance(ended, (CellTimeoutError, DeadKernelError))
        report.expect(is_known, "the kernel's run ends as nbclient knows it", name)
        if submission.is_twin:
            failed = [cell.source[:80] for cell in document.cells if _has_error(cell)]
            report.expect(ended is None and not failed, "a right notebook runs in the kernel", f"{name} {failed}")


def _has_error(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


def _files(course: AttackedCourse, submissions: Sequence[Submission]) -> Iterator[tuple[Submission, Path]]:
    for submission in submissions:
        folder = course.root / "gradebook" / "submitted" / submission.student / LESSON
        for name in submission.files:
            if (folder / name).is_file() and Path(name).stem in course.notebooks:
                yield submission, folder / name


OTHERS: Mapping[str, Callable[[AttackedCourse, Sequence[Submission], Report], None]] = {
    "check": try_check,
    "kernel": try_kernel,
}
