"""How fast is it? `autograder grade` beside stock nbgrader, Otter and the least that it could cost. Run by `make bench`.

    python tools/bench                      side by side, some minutes
    python tools/bench --scaling            and classes of 10, 50, 200 and 1000
    python tools/bench --stations           and where our own time goes, right and wrong notebooks apart
    python tools/bench --soak 10000 --rounds 0    one long run only

Two classes are graded, each by all graders from the same files: one that hands in the reference solution, and one of
sample answers, some with mistakes. Ratios are only ever formed within one run, whose graders take turns.
docs/benchmark.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from classes import right_class
from figures import Series
from graders import REPOSITORY, Autograder
from plots import draw
from report import describe_comparison, describe_series
from stations import measure_stations
from turns import FEW, compare, say

_SCALING = (10, 50, 200, 1000)
_SAMPLE_S = 0.5
_PROFILED = 16


def main() -> None:
    """Measure, print Markdown, write bench.json and the plots."""
    options = _read_options()
    options.output.mkdir(parents=True, exist_ok=True)
    machine = describe_machine()
    result: dict[str, Any] = {"machine": machine}
    pages = [f"{machine['processor']}, {machine['cores']} cores, load {machine['load']:.1f} before the start"]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        say("a course with the released lesson")
        ours = Autograder.prepare(options.lesson, Path(folder) / "ours", (1, 2))
        if options.rounds:
            sizes = {"students": options.students, "peer_students": options.peer_students}
            comparison = compare(ours, Path(folder), **sizes, rounds=options.rounds)
            save(options.output, result, comparison=dataclasses.asdict(comparison))
            pages.append(describe_comparison(comparison))
            draw(comparison, options.output / "comparison.png")
        if options.stations:
            say(f"where our own time goes, two classes of {_PROFILED}")
            pages.append(measure_stations(options.lesson, _PROFILED, options.output))
        if options.scaling is not None:
            series = [measure_class(ours[2], size) for size in sorted(set(options.scaling or _SCALING))]
            save(options.output, result, scaling=[dataclasses.asdict(one) for one in series])
            pages.append(describe_series("Classes of all sizes", series))
            draw(series, options.output / "scaling.png")
        if options.soak:
            soak = measure_class(ours[2], options.soak)
            save(options.output, result, soak=dataclasses.asdict(soak))
            pages.append(describe_series("One long run", [soak]))
            draw([soak], options.output / "soak.png")
    print("\n\n".join(pages))
    say(f"written: {os.path.relpath(options.output)}")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, default=50, help="classes that our own command grades (default: 50)")
    parser.add_argument("--peer-students", type=int, default=2, help="how many of them others grade (default: 2)")
    parser.add_argument("--rounds", type=int, default=2, help="turns of all graders (default: 2; 0: none)")
    parser.add_argument(
        "--scaling", type=int, nargs="*", metavar="N", help="classes of these sizes (default: 10 to 1000)"
    )
    parser.add_argument("--stations", action="store_true", help="where our own time goes, per station of a notebook")
    parser.add_argument("--soak", type=int, metavar="N", help="one long run over so many submissions")
    parser.add_argument("--lesson", default="lesson09")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "gradebook" / "reports" / "bench")
    options = parser.parse_args()
    if options.rounds and options.students <= FEW:
        parser.error(f"--students must be more than {FEW}: start-up is told apart by a class of {FEW}")
    return options


def save(folder: Path, result: dict[str, Any], **figures: Any) -> None:
    """Add figures to those that were saved: what a later part of the run breaks does not take them along."""
    result |= figures
    (folder / "bench.json").write_text(json.dumps(result, indent=1) + "\n")


def measure_class(grader: Autograder, students: int) -> Series:
    """Grade one class while its memory is read; far apart in a long run, which has time enough."""
    say(f"autograder grade, {students} students, {grader.workers} workers, memory read")
    every_s = _SAMPLE_S if students <= max(_SCALING) else 4 * _SAMPLE_S
    return Series(students, *grader.grade(right_class(grader.lesson, students), every_s))


def describe_machine() -> dict[str, Any]:
    """Return what the figures depend on, and nothing that names the machine or its owner."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    names = ("torch", "nbgrader", "ipykernel", "nbclient")
    return {
        "processor": model or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30), 1),
        "kernel": platform.release().split("-")[0],
        "python": platform.python_version(),
        "packages": {name: version(name) for name in names},
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    main()
