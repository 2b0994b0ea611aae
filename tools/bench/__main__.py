"""How fast is it? `autograder grade` beside stock nbgrader, Otter and the least that it could cost. Run by `make bench`.

    python tools/bench                      side by side, some minutes
    python tools/bench --scaling            and classes of 10, 50, 200 and 1000
    python tools/bench --soak 10000 --rounds 0    one long run only

All graders get the same four notebooks: the reference solution, handed in by many students, made different by a comment.
Ratios are only ever formed within one run, whose graders take turns. docs/benchmark.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graders import REPOSITORY, Autograder, NbGrader, Otter, WrongPoints, measure_floor
from measure import CommandFailed, Usage
from report import Comparison, Peer, Series, describe_comparison, describe_series, draw

from autograder.course import Lesson

_FEW = 2
_SCALING = (10, 50, 200, 1000)
_FLOOR_ROUNDS = 20
_SAMPLE_S = 0.5


def main() -> None:
    """Measure, print Markdown, write bench.json and the plots."""
    parser = argparse.ArgumentParser(prog="tools/bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--students", type=int, default=50, help="class that our own command grades (default: 50)")
    parser.add_argument("--peer-students", type=int, default=2, help="class that the others grade (default: 2)")
    parser.add_argument("--rounds", type=int, default=2, help="turns of all graders (default: 2; 0: none)")
    parser.add_argument(
        "--scaling", type=int, nargs="*", metavar="N", help="classes of these sizes (default: 10 to 1000)"
    )
    parser.add_argument("--soak", type=int, metavar="N", help="one long run over so many submissions")
    parser.add_argument("--lesson", default="lesson09")
    parser.add_argument("--output", type=Path, default=REPOSITORY / "gradebook" / "reports" / "bench")
    options = parser.parse_args()
    if options.rounds and options.students <= _FEW:
        parser.error(f"--students must be more than {_FEW}: start-up is told apart by a class of {_FEW}")
    options.output.mkdir(parents=True, exist_ok=True)
    machine = describe_machine()
    result: dict[str, Any] = {"machine": machine}
    pages = [f"{machine['processor']}, {machine['cores']} cores, load {machine['load']:.1f} before the start"]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        say("a course with the released lesson")
        ours = Autograder.prepare(options.lesson, Path(folder) / "ours", (1, 2))
        if options.rounds:
            comparison = compare(ours, Path(folder), options)
            save(options.output, result, comparison=dataclasses.asdict(comparison))
            pages.append(describe_comparison(comparison))
            draw(comparison, options.output / "comparison.png")
        sizes = sorted(set(options.scaling or _SCALING))
        series = [measure_class(ours[1], size) for size in (sizes if options.scaling is not None else ())]
        if series:
            save(options.output, result, scaling=[dataclasses.asdict(one) for one in series])
            pages.append(describe_series("Classes of all sizes", series))
            draw(series, options.output / "scaling.png")
        if options.soak:
            soak = measure_class(ours[1], options.soak)
            save(options.output, result, soak=dataclasses.asdict(soak))
            pages.append(describe_series("One long run", [soak]))
            draw([soak], options.output / "soak.png")
    print("\n\n".join(pages))
    say(f"written: {os.path.relpath(options.output)}")


def save(folder: Path, result: dict[str, Any], **figures: Any) -> None:
    """Add figures to those that were saved: what a later part of the run breaks does not take them along."""
    result |= figures
    (folder / "bench.json").write_text(json.dumps(result, indent=1) + "\n")


def compare(ours: list[Autograder], folder: Path, options: argparse.Namespace) -> Comparison:
    """Let all graders take turns, ours before each of the others; a peer that gives wrong points is left out."""
    one, two = ours
    peers, notes = prepare_peers(one.lesson, folder)
    turns: dict[str, list[Usage]] = {name: [] for name in ("two", "one", "few", "floor")}
    peer_turns: dict[str, list[tuple[Usage, Usage]]] = {peer.name: [] for peer in peers}

    def grade_ours() -> None:
        say(f"autograder grade, {options.students} students, 2 workers, then 1")
        turns["two"].append(two.grade(options.students)[0])
        turns["one"].append(one.grade(options.students)[0])

    for number in range(1, options.rounds + 1):
        say(f"--- round {number} of {options.rounds}")
        if not peers:
            grade_ours()
        for peer in list(peers):
            grade_ours()
            say(f"{peer.name}, {options.peer_students} students")
            try:
                peer_turns[peer.name].append(peer.grade(options.peer_students))
            except WrongPoints as error:
                peers.remove(peer)
                notes.append(f"{peer.name} is left out, since it did not give full points: {error}")
                say(notes[-1])
        say(f"autograder grade, {_FEW} students, 1 worker: start-up and little else")
        turns["few"].append(one.grade(_FEW)[0])
        say("the floor: forks and cells only")
        turns["floor"].append(measure_floor(one.lesson, min(options.students, _FLOOR_ROUNDS)))
    return Comparison(
        students=options.students,
        peer_students=options.peer_students,
        few=_FEW,
        rounds=options.rounds,
        two=_median(turns["two"]),
        one=_median(turns["one"]),
        start=_median(turns["few"]),
        floor=_median(turns["floor"]),
        peers=[_describe_peer(peer.name, peer_turns[peer.name], options.peer_students) for peer in peers],
        notes=notes,
        turns=turns,
        peer_turns=peer_turns,
    )


def prepare_peers(lesson: Lesson, folder: Path) -> tuple[list[NbGrader | Otter], list[str]]:
    """Return the peers that can be had here, and why another cannot."""
    say("an nbgrader course of its own layout")
    nbgrader = NbGrader.prepare(lesson, folder / "nbgrader")
    say("Otter, in an environment of its own (installed once, some minutes)")
    try:
        return [nbgrader, Otter.prepare(lesson, folder / "otter")], []
    except CommandFailed as error:
        say(str(error))
        return [nbgrader], ["otter-grader cannot be installed or set up here, so it is left out"]


def measure_class(grader: Autograder, students: int) -> Series:
    """Grade one class while its memory is read; far apart in a long run, which has time enough."""
    say(f"autograder grade, {students} students, {grader.workers} workers, memory read")
    every_s = _SAMPLE_S if students <= max(_SCALING) else 4 * _SAMPLE_S
    return Series(students, *grader.grade(students, every_s))


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


def _median(usages: list[Usage]) -> Usage:
    return Usage(
        statistics.median(usage.wall_s for usage in usages), statistics.median(usage.cpu_s for usage in usages)
    )


def _describe_peer(name: str, turns: list[tuple[Usage, Usage]], students: int) -> Peer:
    whole, start = _median([whole for whole, _ in turns]), _median([start for _, start in turns])
    return Peer(name, start, Usage((whole.wall_s - start.wall_s) / students, (whole.cpu_s - start.cpu_s) / students))


def say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
