"""Where does our own time go? Each station of one notebook's way through `autograder grade`, right and wrong.

    python tools/bench/stations.py [--students 16] [--lesson lesson09] [--output FOLDER]

One process does all that a run does, with one jail beside it: plan, judge, write. Two classes go through it, one in which
all notebooks are right, and one in which each has a mistake. A first small class, which is not counted, warms it up.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from classes import Students, right_class, wrong_class
from clock import ELSEWHERE, Clock, Spent, Station
from graders import REPOSITORY, Autograder
from measure import processor_clock, run
from scores import check_scores

from autograder.course import Lesson
from autograder.grading import GradeOptions, grade_chunk, grade_lesson

_CELL_REQUESTS = {"cells", "cell", "settle"}


def _name_asked(_child: Any, requests: Sequence[dict[str, Any]], *_: Any, **__: Any) -> str | None:
    """What runs cells is a station; a question belongs to whoever asks it."""
    return "cells" if any(request["op"] in _CELL_REQUESTS for request in requests) else None


def _name_asking(_session: Any, job: Any, *_: Any, **__: Any) -> str:
    return "hidden" if job.is_hidden else "visible, probes"


# What to change when the package does: which function is which station. A name is looked up where it is used. None may be
# suspended in the middle, as a generator is, or a test that runs beside others.
STATIONS = (
    Station("plan", "autograder.grading.plan:Planner.plan"),
    Station("restore", "autograder.grading.worker:restore_locked_cells"),
    Station("fork", "autograder.sandbox.warm:WarmProcess.fork"),
    Station("kill", "autograder.sandbox.child:Child.kill"),
    Station("copy", "autograder.sandbox.child:Child.copy"),
    Station("end of a copy", "autograder.sandbox.child:Child.end"),
    Station(_name_asked, "autograder.sandbox.channel:Channel.ask_all"),
    Station(_name_asking, "autograder.suite.session:Session._judge_items"),
    Station("alone", "autograder.suite.session:Session._ask_alone"),
    Station("observe", "autograder.grading.shown:Shown.behaviours"),
    Station("record", "autograder.grading.judgement:Judgement.result"),
    Station("render", "autograder.grading.judgement:render_autograded"),
    Station("write", "autograder.grading.results:Writer.write"),
    Station("database", "autograder.gradebook.book:Book.write"),
    Station("start of the run", "autograder.grading.run:enter_lesson"),
    Station("start of the run", "autograder.grading.run:describe_machine"),
)
POOL = Station("", "autograder.grading.run:open_workers")
_ORDER = ["plan", "restore", "fork", "cells", "copy", "visible, probes", "hidden", "alone", "end of a copy", "kill"]
_ORDER += ["observe", "record", "render", "write", "database"]


class _Here:
    """Does all work at once, in this thread."""

    count = 1
    is_remote = False
    refused = ()

    def submit(self, chunk: Any, _limit_s: float) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(grade_chunk(chunk))
        return future

    def look_after(self, _silent_s: float) -> None:
        pass


@contextlib.contextmanager
def _no_pool() -> Iterator[None]:
    """Let a run do the workers' work in this process while the block runs."""
    before = getattr(POOL.owner, POOL.attribute)
    setattr(POOL.owner, POOL.attribute, lambda *_: contextlib.nullcontext(_Here()))
    try:
        yield
    finally:
        setattr(POOL.owner, POOL.attribute, before)


def profile(lesson: Lesson, students: Students) -> dict[str, Spent]:
    """Grade a class in the lesson's own course; return what each station took."""
    students.hand_in(lesson.course.submitted)
    names = tuple(name for name, _ in students)
    clock = Clock(processor_clock())
    with _no_pool(), clock.running(STATIONS):
        grade_lesson(lesson.course, lesson.name, GradeOptions(students=names), lambda *_: None)
    check_scores(lesson.course.gradebook / "gradebook.db", students, of_mistakes=True)
    return clock.spent


def describe(title: str, spent: Mapping[str, Spent], notebooks: int) -> str:
    """Return a Markdown table of a class: milliseconds per notebook, by station."""
    lines = [
        f"## {title}",
        "",
        "| station | times per notebook | ms | share | processor ms | of it trusted |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    whole = total(spent)
    last = sorted(set(spent) - set(_ORDER) - {ELSEWHERE})
    for name in [*(name for name in _ORDER if name in spent), *last, ELSEWHERE]:
        one = spent[name]
        times = f"{one.calls / notebooks:.2f}" if name != ELSEWHERE else ""
        lines.append(f"| {name} | {times} | {_figures(one, whole, notebooks)} |")
    return "\n".join([*lines, f"| **all** | | {_figures(whole, whole, notebooks)} |"])


def total(spent: Mapping[str, Spent]) -> Spent:
    """Return the sum of all stations."""
    parts = spent.values()
    return Spent(0, *(sum(getattr(one, name) for one in parts) for name in ("wall_s", "own_cpu_s", "all_cpu_s")))


def _figures(one: Spent, whole: Spent, notebooks: int) -> str:
    wall_ms, own_ms, all_ms = (1000 * part / notebooks for part in (one.wall_s, one.own_cpu_s, one.all_cpu_s))
    return f"{wall_ms:.2f} | {one.wall_s / whole.wall_s:.0%} | {all_ms:.2f} | {own_ms:.2f}"


def measure_stations(lesson_name: str, size: int, output: Path) -> str:
    """Profile both classes in a process of its own, so that all its processor time is measured; return Markdown."""
    command = [sys.executable, __file__, "--inside", "--lesson", lesson_name, "--students", str(size)]
    run([*command, "--output", output.resolve()], Path.cwd())
    return (output / "stations.md").read_text().strip()


def _measure_here(lesson_name: str, size: int, output: Path) -> None:
    """Profile both classes in this process; write stations.json and stations.md."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        lesson = Autograder.prepare(lesson_name, Path(folder), [1])[1].lesson
        right, wrong = right_class(lesson, size), wrong_class(lesson, size)
        profile(lesson, dataclasses.replace(right.some(2), kind="first"))
        spent = {students.kind: profile(lesson, students) for students in (right, wrong)}
    notebooks = size * len(lesson.notebooks)
    tables = [
        describe("A notebook with all right", spent["right"], notebooks),
        describe("A notebook with a mistake", spent["wrong"], notebooks),
    ]
    (output / "stations.md").write_text("\n\n".join([*tables, _describe_factor(spent)]) + "\n")
    figures = {kind: {name: dataclasses.asdict(one) for name, one in own.items()} for kind, own in spent.items()}
    (output / "stations.json").write_text(json.dumps({"notebooks": notebooks, "spent": figures}, indent=1) + "\n")


def _describe_factor(spent: Mapping[str, Mapping[str, Spent]]) -> str:
    right, wrong = total(spent["right"]), total(spent["wrong"])
    wall, processor = wrong.wall_s / right.wall_s, wrong.all_cpu_s / right.all_cpu_s
    return f"A wrong notebook takes {wall:.2f} times the time of a right one, and {processor:.2f} times the processor time."


def main() -> None:
    """Print where the time of a right and of a wrong notebook goes; write it to stations.json and stations.md."""
    parser = argparse.ArgumentParser(prog="tools/bench/stations.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, default=16, help="the size of each class (default: 16)")
    parser.add_argument("--lesson", default="lesson09")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "gradebook" / "reports" / "bench")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    if options.inside:
        _measure_here(options.lesson, options.students, options.output)
    else:
        print(measure_stations(options.lesson, options.students, options.output))


if __name__ == "__main__":
    main()
