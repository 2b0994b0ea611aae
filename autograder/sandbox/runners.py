"""The runners: how the program that runs student code is kept apart from everything else.

`jail` keeps every promise of the sandbox. `bare` is a plain process for machines without bubblewrap: it keeps few of
the promises and must be asked for by name. Whoever needs to know what a runner does asks the runner; nobody compares
its name.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from autograder.errors import SandboxError
from autograder.sandbox.jail import WORKDIR, build_jail, font_cache, passable_folder, student_environment
from autograder.sandbox.limits import Limits
from autograder.sandbox.seccomp import compile_filter

__all__ = ["RUNNERS", "Launch", "Runner", "find_runner"]

_HERE = Path(__file__).parent
_INSIDE = _HERE / "inside"
_WIRE = _HERE / "wire.py"
_DATA = "/jail/data"


@dataclass(frozen=True)
class Launch:
    """What starts the program: a command and its environment."""

    command: list[str]
    environment: dict[str, str]


class Runner(Protocol):
    """One way to run student code. `name` is what users type and records hold.

    `keeps_folder`: whether the program needs its folder until it ends, not only to start. `ends_groups`: whether a
    child is killed together with its process group, because no walls end what it started.
    """

    name: str
    keeps_folder: bool
    ends_groups: bool

    def keeps(self, promise: str) -> bool:
        """Whether the promise with this name holds."""

    def find_problem(self) -> str:
        """Return what this machine lacks for it, in one sentence, or ""."""

    def make_folder(self) -> Path:
        """Make an empty folder for one program."""

    def prepare(self, folder: Path, control: int, limits: Limits) -> Launch:
        """Return what starts the program in this folder, with the descriptor `control` as its control socket."""


class _Jail:
    """Processes behind bubblewrap's walls, each child with namespaces of its own."""

    name = "jail"
    keeps_folder = False
    ends_groups = False

    def keeps(self, promise: str) -> bool:
        return True

    def find_problem(self) -> str:
        return "bubblewrap is not installed" if shutil.which("bwrap") is None else ""

    def make_folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="autograder-", dir=passable_folder()))

    def prepare(self, folder: Path, control: int, limits: Limits) -> Launch:
        seccomp = base64.b64encode(compile_filter()).decode()
        data = {name: f"{_DATA}/{number}" for number, (name, _) in enumerate(limits.data)}
        settings = _write_settings(limits, data, control=control, is_jail=True, workdir=WORKDIR, seccomp=seccomp)
        files = {"/jail/inside": _INSIDE, "/jail/wire.py": _WIRE}
        files |= {data[name]: Path(path) for name, path in limits.data}
        options = ["--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"]  # to wall in each child; dropped there
        program = ["/jail/inside/__main__.py", settings]
        command = build_jail(program, str(folder), font_cache(), files, options)
        return Launch(command, student_environment(Path(sys.executable).parent))


class _Bare:
    """Plain processes of the user who starts them, in one folder."""

    name = "bare"
    keeps_folder = True
    ends_groups = True
    _kept = frozenset(
        {
            "comes_back",
            "survives_exit",
            "survives_nonsense",
            "survives_bad_cells",
            "puts_state_back",
            "sends_plain_values",
            "is_mute",
            "bounds_memory",
            "bounds_output",
            "bounds_files",
            "bounds_time",
            "copies_are_alike",
        }
    )

    def keeps(self, promise: str) -> bool:
        return promise in self._kept

    def find_problem(self) -> str:
        return ""

    def make_folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="autograder-work-"))

    def prepare(self, folder: Path, control: int, limits: Limits) -> Launch:
        home = str(folder)
        data = dict(limits.data)
        settings = _write_settings(limits, data, control=control, is_jail=False, workdir=home, seccomp="")
        command = [sys.executable, "-s", "-P", "-B", str(_INSIDE / "__main__.py"), settings]
        environment = student_environment(Path(sys.executable).parent)
        environment |= {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": home, "IPYTHONDIR": f"{home}/.ipython"}
        return Launch(command, environment)


def _write_settings(limits: Limits, data: Mapping[str, str], **settings: Any) -> str:
    """Return the JSON that `inside/settings.py` reads; `data` are the paths of data as they are found from within."""
    return json.dumps({**settings, **asdict(limits), "data": list(data.items())})


_RUNNERS: dict[str, Runner] = {runner.name: runner for runner in (_Jail(), _Bare())}
RUNNERS = tuple(_RUNNERS)


def find_runner(name: str) -> Runner:
    """Return the runner of this name. Raises `SandboxError` if there is none."""
    if name not in _RUNNERS:
        raise SandboxError(f"there is no runner named {name!r}", hint=f"choose one of: {', '.join(RUNNERS)}")
    return _RUNNERS[name]
