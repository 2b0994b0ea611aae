"""The command line: parse, call one function, print, return an exit code.

Exit codes: 0 all is well; 1 the command failed; 2 it was misused; 3 the run is complete, but something needs a person
(a file was refused or is missing, or a submission is UNGRADED); 130 interrupted.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from autograder import __version__
from autograder.cli import (
    collecting,
    desk,
    external,
    grading,
    hand_grading,
    lti,
    preparing,
    privacy,
    publishing,
    starting,
)
from autograder.cli.commands import Commands
from autograder.errors import AutograderError

__all__ = ["entry", "main"]

_FAMILIES = (starting, preparing, collecting, grading, hand_grading, publishing, desk, lti, privacy, external)


def entry() -> None:
    """Run as the console script `autograder`.

    An interrupt counts once: a second one would only disturb what ends the run, and one at the very end comes too late.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where a shell has it ignored
        signal.signal(signal.SIGINT, _interrupt_once)
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = _say_interrupted()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


def _interrupt_once(*_: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _say_interrupted() -> int:
    print("interrupted: what was graded so far is recorded; run the command again to go on", file=sys.stderr)
    return 130


def main(argv: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    parser = _build_parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        parser.print_help()
        return 0
    from rich.console import Console

    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160)
    try:
        return int(arguments.run(arguments, console))
    except AutograderError as error:
        print(f"error: {error}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _say_interrupted()


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description="Release, grade and explain notebook assignments.")
    parser.add_argument("--version", action="version", version=f"autograder {__version__}")
    commands = Commands(parser)
    for family in _FAMILIES:
        family.add_commands(commands)
    return parser
