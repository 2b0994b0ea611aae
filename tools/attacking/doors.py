"""The ways by which what students hand in reaches the grader: each is attacked with the same bank."""

from __future__ import annotations

import contextlib
import multiprocessing
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from attacking.bank import Submission
from attacking.course import LESSON, AttackedCourse
from attacking.readers import CONTROL
from attacking.report import Report
from autograder.grading.worker import close_warm_processes

Door = Callable[[AttackedCourse, Sequence[str]], tuple[int, str]]
_KERNEL = "autograder-jail"
_CELL_S = 10
_NOTEBOOK_S = 90
_KNOWN = (b"CellTimeoutError", b"DeadKernelError")


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
ONE_BY_ONE = ("button",)  # a run of its own for each student: with a jail of its own too, the bank takes an hour


# --- what gives no grades -------------------------------------------------------------------------------------------

Said = tuple[bool, str, str]  # whether a promise was kept, which one, and what was seen
_TOGETHER = 2
_ALL_PASSED = re.compile(r"(\d+) of \1 visible tests passed")


def check(course: AttackedCourse, submission: Submission, path: Path) -> list[Said]:
    """Run `autograder check` on a notebook: it ends, and says nothing that it must not."""
    code, printed = course.run("check", str(path), "--lesson", LESSON)
    close_warm_processes()  # elsewhere the command's own process ends, and they with it
    name = f"{submission.student}: {path.name}"
    is_ended = code in (0, 1, 3) and "Traceback" not in printed
    said = [(is_ended, "check ends by itself", f"{name}: {printed[-800:]}")]
    is_plain = not CONTROL.search(printed)
    said.append((is_plain, "check prints no control characters", f"{name}: {printed[-300:]!r}"))
    if submission.is_twin or not submission.attacks:
        honest = 3 if submission.stops_checks else 0
        is_right = bool(_ALL_PASSED.search(printed)) and code == honest
        said.append((is_right, "check finds nothing in a right notebook", f"{name}: {code}: {printed[-800:]}"))
    hidden = [attack.absent for attack in submission.attacks if attack.absent and attack.absent in printed]
    said.append((not hidden, "check shows no hidden input", f"{name}: {hidden}"))
    return said


def run_in_kernel(course: AttackedCourse, submission: Submission, path: Path) -> list[Said]:
    """Run a notebook in the jail's kernel: the run ends as nbclient knows it, or whoever waits for it ends it.

    A right notebook runs to its end.
    """
    output = Path(tempfile.mkdtemp()) / "out.ipynb"
    program = Path(sys.executable).with_name("jupyter-execute")
    command = [str(program), str(path), f"--kernel_name={_KERNEL}", f"--timeout={_CELL_S}"]
    command += ["--allow-errors", f"--output={output.with_suffix('')}"]
    code, printed = None, b""
    with contextlib.suppress(subprocess.TimeoutExpired):  # it is killed then, and its kernel ends with it
        run = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=_NOTEBOOK_S
        )
        code, printed = run.returncode, run.stdout
    name = f"{submission.student}: {path.name}: {code}: {printed[-800:]!r}"
    is_known = not code or any(kind in printed for kind in _KNOWN)
    said = [(is_known, "the kernel's run ends as nbclient knows it", name)]
    if submission.is_twin:
        document = nbformat.read(output, 4) if output.exists() else nbformat.v4.new_notebook()
        failed = [cell.source[:80] for cell in document.cells if _has_error(cell)]
        is_run = code == 0 and bool(document.cells) and bool(failed) == submission.stops_checks
        said.append((is_run, "a right notebook runs in the kernel", f"{name} {failed}"))
    shutil.rmtree(output.parent)
    return said


def _has_error(cell: nbformat.NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", ()))


OTHERS: Mapping[str, Callable[[AttackedCourse, Submission, Path], list[Said]]] = {
    "check": check,
    "kernel": run_in_kernel,
}


def try_others(door: str, course: AttackedCourse, submissions: Sequence[Submission], report: Report) -> None:
    """Run each notebook by itself, two at a time: most of a run is the start of its processes."""
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(_TOGETHER, context) as pool:
        running = [pool.submit(OTHERS[door], course, *one) for one in _files(course, submissions)]
        for said in running:
            for one in said.result():
                report.expect(*one)


def _files(course: AttackedCourse, submissions: Sequence[Submission]) -> Iterator[tuple[Submission, Path]]:
    for submission in submissions:
        folder = course.root / "gradebook" / "submitted" / submission.student / LESSON
        for name in submission.files:
            if (folder / name).is_file() and Path(name).stem in course.notebooks:
                yield submission, folder / name
