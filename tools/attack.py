"""Hand in every attack and its benign twin, grade them as a course would, and look at what is left.

``python tools/attack.py`` runs the whole bank and prints a table; ``--short`` takes two attacks of each class;
names of attacks, classes or students choose those. ``--through`` takes another way to the grader than `autograder grade`:
a Dask cluster, the formgrader's button, `autograder check`, the jail as a kernel. ``--alone`` compares the record of each
attack alone with the one that it gets among others, without a course. Exit code 1 where any promise was broken.

A file of ``bank/<class>/`` has the form of a sample answer, and a second half behind ``# %% twin``: the same use of the
same feature with a right answer, which must keep all its points. Its head may say as well::

    # student: name       files with one name are one submission of several notebooks; those that are missing are right
    # scores: test_x=1    as in a sample answer; without it, the attack keeps all its points, and must harm otherwise
    # most: 13            the points of its notebook vary, and are never more than these
    # absent: text        made of what hidden tests asked: a text that must not be on the page, nor in any record
    # race: yes           its verdicts may vary, but no test that fails once may pass another time (but with `most`)
    # ungraded: allowed   a test may stay without a verdict
    # checks: stop        the twin's settings stop the checks that stand beside its right answers
"""

from __future__ import annotations

import argparse
import ctypes
import functools
import multiprocessing.util
import operator
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from attacking.alone import BUDGET, LIMITS, same_alone_or_together
from attacking.bank import REPOSITORY, Attack, choose, load_attacks
from attacking.course import LESSON, AttackedCourse
from attacking.doors import DOORS, ONE_BY_ONE, OTHERS
from attacking.promises import CourseAttack
from attacking.report import Report, print_report

from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, cluster, local_pool
from autograder.grading import run as grading
from autograder.sandbox import RUNNERS, default_runner


def entry(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Attack the grader with every trick of the bank.")
    parser.add_argument("names", nargs="*", help="attacks, classes or students (default: all)")
    parser.add_argument("--short", action="store_true", help="two attacks of each class, graded once")
    parser.add_argument("--alone", action="store_true", help="compare records alone and among others, without a course")
    parser.add_argument(
        "--through", default="grade", choices=[*DOORS, *OTHERS], help="the way to the grader (%(default)s)"
    )
    parser.add_argument(
        "--runner", default=default_runner(), choices=RUNNERS, help="who keeps them apart (%(default)s)"
    )
    parser.add_argument("--keep", action="store_true", help="leave the courses where they are, to look at")
    options = parser.parse_args(arguments)
    os.environ["AUTOGRADER_RUNNER"] = options.runner
    prepare()
    folder = make_folder(is_kept=options.keep)
    report = Report()
    start = time.monotonic()
    lesson = load_lesson(Course(REPOSITORY), LESSON)
    attacks = choose(load_attacks(lesson, folder / "bank"), options.names, is_short=options.short)
    if options.alone:
        with local_pool(1) as pool:
            same_alone_or_together(attacks, lesson, pool, report)
    else:
        with shared_worker() if options.short or options.through in ONE_BY_ONE else nullcontext():
            attack_courses(folder, lesson, attacks, report, is_short=options.short, through=options.through)
    print_report(report)
    print(f"\n{time.monotonic() - start:.0f} s; {len(report.breaches)} breaches")
    return 1 if report.breaches else 0


def prepare() -> None:
    """Let this process grade under small limits, and let whatever outlives its parent come to it."""
    multiprocessing.set_forkserver_preload(["autograder.grading.worker"])
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    grading.Chunk = functools.partial(Chunk, limits=LIMITS, budget=BUDGET)  # type: ignore[assignment, misc]
    cluster.prepare_worker = operator.is_  # type: ignore[assignment] # no jail with limits that no chunk would use


@contextmanager
def shared_worker() -> Iterator[None]:
    """Have all runs send their chunks to one worker: a jail is started once, not for each of them."""
    with local_pool(1) as pool:
        own, cluster.local_pool = cluster.local_pool, lambda _count: nullcontext(pool)  # type: ignore[assignment]
        try:
            yield
        finally:
            cluster.local_pool = own


def make_folder(*, is_kept: bool) -> Path:
    """Return a new folder with room for the courses; it is where temporary files go."""
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.chmod(0o755)
    (folder / "tmp").mkdir()
    (folder / "bank").mkdir()
    os.environ["TMPDIR"] = str(folder / "tmp")
    tempfile.tempdir = None
    if is_kept:
        print(f"kept: {folder}")
    else:  # behind multiprocessing's own folder, which lies in it
        multiprocessing.util.Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=-1000)
    return folder


def attack_courses(
    folder: Path, lesson: Lesson, attacks: Sequence[Attack], report: Report, *, is_short: bool, through: str
) -> None:
    """Attack a course of each notebook, and one of all of them where several are handed in together."""
    courses: dict[tuple[str, ...], list[Attack]] = {}
    everything = tuple(notebook.name for notebook in lesson.notebooks)
    for attack in attacks:
        courses.setdefault(everything if attack.group else (attack.notebook,), []).append(attack)
    for notebooks, own in courses.items():
        root = folder / ("together" if len(notebooks) > 1 else notebooks[0])
        CourseAttack(AttackedCourse(root, notebooks), own, report, is_short=is_short, through=through).run()


if __name__ == "__main__":
    sys.exit(entry(sys.argv[1:]))
