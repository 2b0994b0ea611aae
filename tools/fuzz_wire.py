"""Fuzz the trusted decoder of the wire with mutated frames: `python tools/fuzz_wire.py --seconds 60`.

With atheris (`pip install -e '.[fuzz]'`) libFuzzer chooses what to mutate further by the code that it reached; without
it, frames are mutated at random. Either way the mutator knows the form of a frame, so that most of them pass the JSON
parser and reach the checks behind it. A finding is an exception other than `WireError`, a value that is larger than
its frame, or a decoding that allocates more than `ALLOWED` bytes per byte of its frame (traced one time in 64; the
address space is limited all the time). Exit code 0 where nothing was found, 1 where something was.
"""

from __future__ import annotations

import argparse
import base64
import importlib.util
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import torch

from autograder.sandbox import wire
from autograder.sandbox.wire import PREFIX, Handle, WireError

ALLOWED, SLACK = 64, 256 << 10
TRACED_EVERY = 64
SPACE_BYTES = 1 << 30
LONGEST = 1024
NAMES = [*wire.TENSOR_DTYPES, *wire.ARRAY_DTYPES, "object", "qint8", "float"]
WHOLES = [0, 1, 2, 3, 4, 7, 8, 16, 255, 1 << 16, 1 << 26, (1 << 26) + 1, 1 << 31, 1 << 40, (1 << 63) - 1, -1, 10**30]
TEXTS = ["", "a", "-", "0", "\ud800", "é", "x" * 50]
FLOATS = [0.5, -0.0, float("nan"), float("inf"), float("-inf"), 5e-324, 1.7976931348623157e308]
REPLIES: list[Any] = [
    {"value": torch.arange(6.0).reshape(2, 3)},
    {
        "outputs": [{"stream": "stdout", "text": "x"}],
        "error": {"type": "E", "message": "m", "frames": [[1, 2, "f", "g"]]},
    },
]
SEEDS: list[Any] = [
    None,
    True,
    -12,
    2.5,
    float("nan"),
    1 - 2j,
    "text",
    b"bytes",
    [1, [2, [3]]],
    (1, "two"),
    {1, (2, "x")},
    *REPLIES,
    [torch.zeros(2, 0, 3), torch.ones(2, dtype=torch.bool), torch.ones(1, dtype=torch.bfloat16, requires_grad=True)],
    [numpy.arange(4, dtype="uint16"), numpy.float64(1.5), numpy.zeros((2, 2), dtype="bool"), Handle(3, "Model")],
]


class Finding(Exception):
    """The decoder did what it must not do."""


def weigh(value: Any) -> int:
    """Return the bytes of raw data in a value."""
    if isinstance(value, (torch.Tensor, numpy.ndarray, numpy.generic)):
        return int(value.nbytes)
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, dict):
        return sum(weigh(key) + weigh(item) for key, item in value.items())
    return sum(map(weigh, value)) if isinstance(value, (list, tuple, set)) else 0


class Target:
    """The decoder, its promises checked, and how often it was run."""

    def __init__(self) -> None:
        self.runs = 0
        self.values = 0

    def __call__(self, frame: bytes) -> None:
        self.runs += 1
        is_traced = self.runs % TRACED_EVERY == 0
        if is_traced:
            tracemalloc.start()
        try:
            header, blob = wire.frame_sizes(frame[: PREFIX.size])
            value = wire.decode(frame[PREFIX.size : PREFIX.size + header], frame[PREFIX.size + header :][:blob])
        except WireError:
            pass
        else:
            self.values += 1
            if weigh(value) > len(frame):
                raise Finding(f"{weigh(value)} bytes came of a frame of {len(frame)}")
        finally:
            if is_traced:
                _, peak = tracemalloc.get_traced_memory()
                tracemalloc.stop()
                if peak > ALLOWED * len(frame) + SLACK:
                    raise Finding(f"{peak} bytes were allocated for a frame of {len(frame)}")


# --- frames, taken apart and put together ----------------------------------------------------------------------------


def join(tree: Any, blob: bytes) -> bytes:
    """Return a frame."""
    header = json.dumps(tree, separators=(",", ":")).encode()
    return PREFIX.pack(len(header), len(blob)) + header + blob


def split(frame: bytes) -> tuple[Any, bytes]:
    """Return (tree, blob) of what may be a frame; raises ValueError where it is none."""
    if len(frame) < PREFIX.size:
        raise ValueError("short")
    header, _ = PREFIX.unpack(frame[: PREFIX.size])
    if header > len(frame):
        raise ValueError("short")
    try:
        return json.loads(frame[PREFIX.size : PREFIX.size + header]), frame[PREFIX.size + header :]
    except RecursionError:
        raise ValueError("deep") from None


def make_tree(choose: random.Random, depth: int = 0) -> Any:
    """Return a tree that is nearly one of the protocol's."""
    tag = choose.choice("sssscyltSdTANh" if depth < 4 else "sssscyTANh")
    whole = lambda: choose.choice(WHOLES)  # noqa: E731
    shape = lambda: [choose.choice((0, 1, 2, 3, choose.choice(WHOLES))) for _ in range(choose.randrange(6))]  # noqa: E731
    trees = lambda: [make_tree(choose, depth + 1) for _ in range(choose.randrange(4))]  # noqa: E731
    match tag:
        case "s":
            return choose.choice((None, True, False, whole(), choose.choice(FLOATS), choose.choice(TEXTS)))
        case "c":
            return ["c", choose.choice(FLOATS), choose.choice((1.5, 1, "1.5"))]
        case "y":
            return ["y", choose.randrange(9)]
        case "l" | "t" | "S":
            return [tag, *trees()]
        case "d":
            return ["d", *[part for tree in trees() for part in (make_tree(choose, depth + 1), tree)]]
        case "T":
            return ["T", choose.choice(NAMES), shape(), choose.randrange(2)]
        case "A":
            return ["A", choose.choice(NAMES), shape()]
        case "N":
            return ["N", choose.choice(NAMES)]
        case _:
            return ["h", whole(), choose.choice(TEXTS)]


def mutate_tree(tree: Any, choose: random.Random) -> Any:
    """Return a tree with one place changed: a leaf, a member more, a member less, two members exchanged."""
    if not isinstance(tree, list) or not tree:
        return choose.choice(
            (choose.choice(WHOLES), choose.choice(TEXTS), choose.choice(NAMES), make_tree(choose), [], None, 1.5)
        )
    place = choose.randrange(len(tree))
    match choose.randrange(10):
        case 0:
            return [*tree[:place], *tree[place + 1 :]]
        case 1:
            return [*tree[: place + 1], *tree[place:]]
        case 2:
            other = choose.randrange(len(tree))
            tree = list(tree)
            tree[place], tree[other] = tree[other], tree[place]
            return tree
        case 3:
            return make_tree(choose)
        case 4:
            return [choose.choice("ltS"), tree, make_tree(choose)]
        case _:
            return [*tree[:place], mutate_tree(tree[place], choose), *tree[place + 1 :]]


def blob_bytes(tree: Any) -> int:
    """Return how many bytes a tree wants of its blob, so that a frame gets past that check."""
    if not isinstance(tree, list) or len(tree) < 2:
        return 0
    tag, rest = tree[0], tree[1:]
    if tag not in ("y", "T", "A", "N"):
        return sum(map(blob_bytes, rest))
    if tag == "y":
        return max(0, min(rest[0], LONGEST)) if isinstance(rest[0], int) else 0
    kind = wire.TENSOR_DTYPES if tag == "T" else wire.ARRAY_DTYPES
    size = kind[rest[0]].itemsize if isinstance(rest[0], str) and rest[0] in kind else 1
    for length in rest[1] if tag != "N" and len(rest) > 1 and isinstance(rest[1], list) else ():
        size *= length if isinstance(length, int) and 0 <= length < LONGEST else 1
    return min(size, LONGEST)


def mutate(frame: bytes, choose: random.Random, mutate_bytes: Callable[[bytes], bytes]) -> bytes:
    """Return a frame with something changed: bytes anywhere, the blob, the tree, or the lengths in front."""
    kind = choose.randrange(16)
    if kind == 0:
        return mutate_bytes(frame)
    try:
        tree, blob = split(frame)
    except ValueError:
        tree, blob = make_tree(choose), b"\0\1\2\3\4\5\6\7"
    if kind == 1:
        return join(tree, mutate_bytes(blob))
    try:
        for _ in range(choose.randrange(1, 4)):
            tree = mutate_tree(tree, choose)
        if kind == 3:
            tree = ["l", *[tree] * choose.randrange(2, 20)]
        if kind > 8:
            blob = (blob + bytes(LONGEST))[: blob_bytes(tree)]
        frame = join(tree, blob)
    except RecursionError:
        return join(make_tree(choose), blob)
    if kind == 2:
        header, size = PREFIX.unpack(frame[: PREFIX.size])
        frame = (
            PREFIX.pack(max(0, header + choose.randrange(-3, 4)), size ^ (1 << choose.randrange(40)))
            + frame[PREFIX.size :]
        )
    return frame[:LONGEST]


def seed_frames() -> list[bytes]:
    """Return a valid frame for each kind of value."""
    frames = [wire.encode(value, keep=lambda item: item) for value in SEEDS]
    return [*frames, wire.encode("0" * 16, *REPLIES, keep=lambda item: item)]


def limit_space() -> None:
    """Let an allocation out of all proportion fail, with MemoryError, whether it is traced or not."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + SPACE_BYTES, used + SPACE_BYTES))


# --- the two ways to run it ----------------------------------------------------------------------------------------


def flip(data: bytes, choose: random.Random) -> bytes:
    """Return bytes with some changed, left out or put in."""
    found = bytearray(data or b"\0")
    for _ in range(choose.randrange(1, 5)):
        place = choose.randrange(len(found) + 1)
        found[place : place + choose.randrange(2)] = choose.randbytes(choose.randrange(2))
        found = found or bytearray(1)
    return bytes(found)


def fuzz_at_random(seconds: float, runs: int, seed: int) -> int:
    """Mutate frames at random; return the exit code."""
    print("atheris is not installed: frames are mutated at random, not guided by coverage (pip install -e '.[fuzz]')")
    choose = random.Random(seed)
    corpus, target = seed_frames(), Target()
    limit_space()
    start = time.monotonic()
    frame = b""
    try:
        while target.runs < runs or (not runs and time.monotonic() - start < seconds):
            frame = mutate(choose.choice(corpus), choose, lambda data: flip(data, choose))
            before = target.values
            target(frame)
            if target.values > before or choose.randrange(50) == 0:
                corpus[choose.randrange(15, 400) % len(corpus) if len(corpus) >= 400 else len(corpus) :] = [frame]
    except Exception as error:
        return tell(target.runs, time.monotonic() - start, f"{type(error).__name__}: {error}", frame)
    return tell(target.runs, time.monotonic() - start)


def tell(runs: int, seconds: float, finding: str = "", frame: bytes = b"") -> int:
    """Print executions, rate and result; return the exit code."""
    print(f"{runs:,} executions in {seconds:.0f} s ({runs / max(seconds, 1e-9):,.0f} per second)")
    if not finding:
        print("result: nothing found; no exception but WireError, no allocation over the limit")
        return 0
    print(f"result: FOUND {finding}\nthe frame, in base64: {base64.b64encode(frame).decode()}")
    return 1


def fuzz_guided(seconds: float, runs: int, seed: int) -> int:
    """Run libFuzzer in a process of its own, which it ends by itself; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, frame in enumerate(seed_frames()):
            (corpus / str(number)).write_bytes(frame)
        options = [f"-runs={runs}"] if runs else [f"-max_total_time={max(1, round(seconds))}"]
        options += [f"-seed={seed}", f"-max_len={LONGEST}", "-rss_limit_mb=0", "-print_final_stats=1", "-timeout=20"]
        options += [f"-artifact_prefix={folder}/", str(corpus)]
        start = time.monotonic()
        run = subprocess.run(
            [sys.executable, __file__, "--worker", *options],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        seconds = time.monotonic() - start
        found = re.findall(r"stat::number_of_executed_units:\s+(\d+)", run.stderr)
        executions = int(found[-1]) if found else 0
        if run.returncode == 0 and executions:
            covered = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", run.stderr)
            if covered:
                print("guided by coverage: {} edges, {} features, {} frames kept".format(*covered[-1]))
            return tell(executions, seconds)
        lines = [
            line for line in (run.stdout + run.stderr).splitlines() if re.search(r"Error|Finding|ERROR|Exception", line)
        ]
        frames = [path.read_bytes() for path in Path(folder).iterdir() if path.is_file()]
        print((run.stdout + run.stderr)[-3000:], file=sys.stderr)
        return tell(executions, seconds, lines[0] if lines else f"exit status {run.returncode}", (frames or [b""])[0])


def work(options: list[str]) -> None:
    """Be the process that libFuzzer runs in. Does not return."""
    import atheris

    atheris.instrument_func(wire.decode)
    atheris.instrument_func(wire.frame_sizes)
    for name, function in vars(wire._Decoder).items():
        if callable(function):
            setattr(wire._Decoder, name, atheris.instrument_func(function))
    for key, function in list(wire._READERS.items()):
        wire._READERS[key] = getattr(wire._Decoder, function.__name__)
    target = Target()

    def change(data: bytes, longest: int, seed: int) -> bytes:
        choose = random.Random(seed)
        return mutate(data, choose, lambda part: atheris.Mutate(part, max(len(part), 64)))[:longest]

    atheris.Setup([sys.argv[0], *options], target, custom_mutator=change)
    limit_space()
    atheris.Fuzz()


def main(argv: list[str]) -> int:
    """Parse, fuzz, tell."""
    if argv[:1] == ["--worker"]:
        work(argv[1:])
    parser = argparse.ArgumentParser(description="Fuzz the trusted decoder of the wire.")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default 60)")
    parser.add_argument("--runs", type=int, default=0, help="how many executions, whatever time they take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--random", action="store_true", help="without atheris, though it is there")
    options = parser.parse_args(argv)
    is_guided = importlib.util.find_spec("atheris") is not None and not options.random
    return (fuzz_guided if is_guided else fuzz_at_random)(options.seconds, options.runs, options.seed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
