"""The command line itself: help, misuse, errors with hints."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import __version__
from autograder.cli import main

COMMANDS = (
    "audit", "check", "collect", "doctor", "due", "explanations", "export", "feedback", "grade", "groups", "history",
    "regrade", "release", "report", "sample",
)  # fmt: skip


def test_without_a_command_it_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """`autograder` alone prints its help and is no error."""
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(f"    {name}" in shown for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of each command names the course folder's option."""
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    assert "--root" in capsys.readouterr().out


def test_misuse_is_exit_code_2_and_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """As with any command."""
    for wrong in (
        ["grade"],
        ["nothing"],
        ["grade", "l", "--runner", "none"],
        ["grade", "l", "--dask", "2", "--scheduler", "x"],
    ):
        with pytest.raises(SystemExit) as caught:
            main(wrong)
        assert caught.value.code == 2
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_fewer_than_one_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    """No workers, a class of nobody, or what is no number: nothing is begun."""
    for words in (["grade", "l", "--workers"], ["grade", "l", "--dask"], ["audit", "l", "--workers"],
                  ["sample", "l", "--students"], ["serve", "--workers"], ["serve", "--web-processes"]):  # fmt: skip
        for number in ("0", "-1", "2.5", "two", "²"):
            with pytest.raises(SystemExit) as caught:
                main([*words[:-1], f"{words[-1]}={number}"])
            assert caught.value.code == 2
            assert f"argument {words[-1]}: '{number}' is no whole number of 1 or more" in capsys.readouterr().err


def test_an_error_is_one_line_and_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, what and where on the first line, what to do on the second."""
    assert main(["history", "l", "--root", str(tmp_path)]) == 1
    error, hint = capsys.readouterr().err.splitlines()
    assert error == f"error: {tmp_path}: no nbgrader_config.py here"
    assert hint.startswith("hint: run the command in the course folder")
