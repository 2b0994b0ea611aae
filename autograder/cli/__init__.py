"""The command line: parse, call one function, print, return an exit code."""

from autograder.cli.main import entry, main

__all__ = ["entry", "main"]
