"""The runners: how the program that runs student code is kept apart from everything else.

`jail` keeps every promise of the sandbox. `landlock` needs no namespaces, so that it runs in ordinary containers, and
keeps most. `bare` is a plain process: it keeps few and must be asked for by name. Whoever needs to know what a runner
does asks the runner; nobody compares its name.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from autograder.errors import SandboxError
from autograder.sandbox.jail import (
    WORKDIR,
    build_jail,
    font_cache,
    is_passable,
    jail_user,
    passable_folder,
    student_environment,
    visible_paths,
)
from autograder.sandbox.landlock import find_version
from autograder.sandbox.limits import Limits
from autograder.sandbox.processors import own_processor
from autograder.sandbox.seccomp import compile_filter

__all__ = ["RUNNERS", "Launch", "Runner", "default_runner", "find_runner", "require_runner", "try_namespaces"]

_HERE = Path(__file__).parent
_INSIDE = _HERE / "inside"
_OF_BOTH_SIDES = (_HERE / "wire.py", _HERE / "landlock.py", _HERE / "removal.py")
_DATA = "/jail/data"
_WITH_OWN_USER, _NOT_AS_ROOT = "started by root, with a user of its own", "with a user of its own, or not as root"
_FROM_LINUX_6_12 = "from Linux 6.12"


@dataclass(frozen=True)
class Launch:
    """What starts the program: a command, its environment, and as which user (None: as this one)."""

    command: list[str]
    environment: dict[str, str]
    user: int | None = None


class Runner(Protocol):
    """One way to run student code. `name` is what users type and records hold.

    `keeps_folder`: whether the program needs its folder until it ends, not only to start. `ends_groups`: whether a
    child is killed together with its process group, because no walls end what it started. `conditions` say of some
    promises when they hold; all others hold.
    """

    name: str
    conditions: Mapping[str, str]
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
    conditions: Mapping[str, str] = {}
    keeps_folder = False
    ends_groups = False

    def keeps(self, promise: str) -> bool:
        return True

    def find_problem(self) -> str:
        if shutil.which("bwrap") is None:
            return "bubblewrap is not installed"
        reason = try_namespaces()
        return f"namespaces cannot be made here, as in most containers ({reason})" if reason else ""

    def make_folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="autograder-", dir=passable_folder()))

    def prepare(self, folder: Path, control: int, limits: Limits) -> Launch:
        seccomp = base64.b64encode(compile_filter()).decode()
        data = {name: f"{_DATA}/{number}" for number, (name, _) in enumerate(limits.data)}
        settings = _write_settings(
            limits, data, control=control, walls="namespaces", workdir=WORKDIR, seccomp=seccomp, has_own_user=True
        )
        files = {"/jail/inside": _INSIDE, **{f"/jail/{path.name}": path for path in _OF_BOTH_SIDES}}
        files |= {data[name]: Path(path) for name, path in limits.data}
        options = ["--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"]  # to wall in each child; dropped there
        program = ["/jail/inside/__main__.py", settings]
        command = build_jail(program, str(folder), font_cache(), files, options)
        return Launch(command, student_environment(Path(sys.executable).parent))


class _Bare:
    """Plain processes of the user who starts them, in one folder."""

    name = "bare"
    conditions: Mapping[str, str] = dict.fromkeys(
        (
            "starts_afresh",
            "bounds_processes",
            "bounds_disk",
            "hides_repository",
            "hides_home",
            "hides_environment",
            "hides_processes",
            "signals_nobody",
            "shares_nothing",
            "cannot_be_read",
            "has_no_network",
            "has_no_rights",
            "leaves_nothing",
            "holds_no_descriptor",
            "hides_the_machine",
            "cannot_starve_itself",
            "filters_calls",
        ),
        "no",
    )
    keeps_folder = True
    ends_groups = True

    def keeps(self, promise: str) -> bool:
        return promise not in self.conditions

    def find_problem(self) -> str:
        return ""

    def make_folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="autograder-work-"))

    def prepare(self, folder: Path, control: int, limits: Limits) -> Launch:
        home = str(folder)
        data = dict(limits.data)
        settings = _write_settings(limits, data, control=control, walls="none", workdir=home, folder=home, seccomp="")
        command = [sys.executable, "-s", "-P", "-B", str(_INSIDE / "__main__.py"), settings]
        environment = student_environment(Path(sys.executable).parent)
        environment |= {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": home, "IPYTHONDIR": f"{home}/.ipython"}
        return Launch(command, environment)


class _Landlock:
    """Processes that gave up all files but their own. What else they share with the machine, seccomp refuses."""

    name = "landlock"
    keeps_folder = True
    ends_groups = True
    conditions: Mapping[str, str] = {
        "bounds_disk": "no",
        "hides_processes": "no",
        "bounds_processes": _WITH_OWN_USER,
        "has_no_rights": _NOT_AS_ROOT,
        "cannot_be_read": _NOT_AS_ROOT,
        "signals_nobody": _FROM_LINUX_6_12,
    }

    def keeps(self, promise: str) -> bool:
        has_own_user = self._user() is not None
        is_met = {
            "no": False,
            _WITH_OWN_USER: has_own_user,
            _NOT_AS_ROOT: has_own_user or os.getuid() != 0,
            _FROM_LINUX_6_12: find_version() >= 6,
        }
        return promise not in self.conditions or is_met[self.conditions[promise]]

    def find_problem(self) -> str:
        return "" if find_version() else "this kernel has no Landlock (Linux 5.13), or the container forbids it"

    def make_folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="notebooks-", dir=passable_folder()))
        program = folder / "program"
        shutil.copytree(_INSIDE, program / "inside", ignore=shutil.ignore_patterns("__pycache__"))
        for path in _OF_BOTH_SIDES:
            shutil.copy(path, program)
        (folder / "own").mkdir()
        (folder / "matplotlib").mkdir()
        fonts = font_cache()
        if fonts is not None:
            shutil.copy(fonts, folder / "matplotlib")
        user = self._user()
        if user is not None:
            _give_away(folder, user)
        return folder

    def prepare(self, folder: Path, control: int, limits: Limits) -> Launch:
        seccomp = base64.b64encode(compile_filter(has_namespaces=False)).decode()
        own, program, matplotlib = folder / "own", folder / "program", folder / "matplotlib"
        readable = [*map(str, visible_paths().values()), *map(str, (program, matplotlib)), sys.executable]
        settings = _write_settings(
            limits,
            self._show_data(folder, limits),
            control=control,
            walls="landlock",
            workdir=str(own),
            folder=str(folder),
            readable=readable,
            seccomp=seccomp,
            has_own_user=self._user() is not None,
        )
        command = [sys.executable, "-s", "-P", "-B", str(program / "inside" / "__main__.py"), settings]
        environment = student_environment(Path(sys.executable).parent)
        environment |= {"HOME": str(own), "TMPDIR": str(own), "IPYTHONDIR": f"{own}/.ipython"}
        environment["MPLCONFIGDIR"] = str(matplotlib)
        return Launch(command, environment, self._user())

    def _show_data(self, folder: Path, limits: Limits) -> dict[str, str]:
        """Return where the data are found, by name: what only root can read is copied for a user who is not."""
        found, user = dict(limits.data), self._user()
        for number, (name, path) in enumerate(limits.data):
            if user is None or _is_open(Path(path)):
                continue
            copy = folder / "data" / str(number)
            copy.parent.mkdir(exist_ok=True)
            if Path(path).is_dir():
                shutil.copytree(path, copy, symlinks=True)
            else:
                shutil.copy(path, copy)
            _give_away(copy.parent, user)
            found[name] = str(copy)
        return found

    def _user(self) -> int | None:
        """Return the user that the program becomes if root starts it; None where that user could not read Python."""
        needed = [sys.prefix, sys.base_prefix, sys.executable]
        return jail_user() if all(map(is_passable, needed)) else None


def _is_open(path: Path) -> bool:
    """Whether any user can read a file, or a folder with all that is in it."""
    return all(is_passable(str(one)) for one in (path, *path.rglob("*")) if one.exists())


def _give_away(folder: Path, user: int) -> None:
    """Let a folder with all that is in it belong to a user. Nothing in it has been in others' hands."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


@functools.cache
def try_namespaces() -> str:
    """Return why bubblewrap cannot make namespaces here, "" if it can."""
    command = ["bwrap", "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stderr.strip() or f"exit code {done.returncode}") if done.returncode else ""


def _write_settings(limits: Limits, data: Mapping[str, str], **settings: Any) -> str:
    """Return the JSON that `inside/settings.py` reads; `data` are the paths of data as they are found from within."""
    settings = {"readable": [], "folder": "", "has_own_user": False, "processor": own_processor()} | settings
    return json.dumps({**settings, **asdict(limits), "data": list(data.items())})


_RUNNERS: dict[str, Runner] = {runner.name: runner for runner in (_Jail(), _Landlock(), _Bare())}
RUNNERS = tuple(_RUNNERS)


def find_runner(name: str) -> Runner:
    """Return the runner of this name. Raises `SandboxError` if there is none."""
    if name not in _RUNNERS:
        raise SandboxError(f"there is no runner named {name!r}", hint=f"choose one of: {', '.join(RUNNERS)}")
    return _RUNNERS[name]


def default_runner() -> str:
    """Return the runner that is used if none is named: the jail, or what AUTOGRADER_RUNNER names."""
    return os.environ.get("AUTOGRADER_RUNNER") or "jail"


def require_runner(name: str, secret: Path | None = None) -> None:
    """Raise `SandboxError` if this machine cannot have the runner, with one that it can have.

    `secret` is a folder that student code must not read: it may not lie in what the runner shows.
    """
    _require_hidden(name, secret)
    problem = find_runner(name).find_problem()
    if not problem:
        return
    others = [other for other in _RUNNERS.values() if other.name not in (name, "bare") and not other.find_problem()]
    advice = f"use --runner {others[0].name}, which promises other things (SECURITY.md), or " if others else ""
    raise SandboxError(f"the {name} runner cannot be had here: {problem}", hint=f"{advice}see `autograder doctor`")


def _require_hidden(name: str, secret: Path | None) -> None:
    if secret is None or not find_runner(name).keeps("hides_repository"):
        return
    for shown in visible_paths().values():
        if secret.resolve().is_relative_to(shown.resolve()):
            raise SandboxError(
                f"the course is in {shown}, which every notebook can read", hint="move it, to a folder in /srv or /home"
            )
