"""The bubblewrap jail: which files, which environment and which user a program in it has."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from autograder.errors import SandboxError

__all__ = [
    "WORKDIR",
    "build_jail",
    "font_cache",
    "is_passable",
    "jail_user",
    "passable_folder",
    "student_environment",
    "visible_paths",
]

WORKDIR = "/tmp/work"
_HERE = Path(__file__).parent
_ENVIRONMENT_PATH, _PROGRAMS_PATH = "/jail/environment", "/jail/programs"
_SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")
_PROGRAMS = "/usr/bin:/bin"
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def build_jail(
    program: Sequence[str],
    staging: str,
    fonts: Path | None,
    files: Mapping[str, Path],
    options: Sequence[str] = (),
    shared: Path | None = None,
    disk_mib: int = 0,
) -> list[str]:
    """Return the command that runs a Python program jailed; `program` is its path in the jail and its arguments.

    `files` are bound into the jail read-only (files or whole folders, by their paths there); `shared` is a folder that
    both sides may write, at one path. `staging` is an empty folder. `options` go to bubblewrap as they are. `disk_mib`
    bounds what each of /tmp and /dev/shm may hold; with 0 nothing bounds /tmp, and /dev/shm is there to be mounted on.
    """
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise SandboxError(
            "bubblewrap is not installed, so student code cannot be kept apart",
            hint="install it (Debian, Ubuntu: apt-get install bubblewrap) or read `autograder doctor`",
        )
    user = jail_user()
    sources: dict[str, int] = {}

    def reach(path: Path) -> str:
        if user is None:
            return str(path)
        number = sources.setdefault(str(path), len(sources))
        return f"{staging}/{number}"

    command = [bubblewrap, "--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000"]
    command += ["--hostname", "jail", "--die-with-parent", "--new-session", "--clearenv"]
    command += options
    for name, value in student_environment(f"{_PROGRAMS_PATH}:{Path(_jailed_python()).parent}").items():
        command += ["--setenv", name, value]
    size = ["--size", str(disk_mib << 20)] if disk_mib else []
    command += [*size, "--tmpfs", "/tmp"]
    for target, source in visible_paths().items():
        if source.is_symlink():
            command += ["--symlink", os.readlink(source), target]
        else:
            command += ["--ro-bind", reach(source), target]
    command += ["--proc", "/proc", "--dir", "/dev", *size, "--tmpfs" if disk_mib else "--dir", "/dev/shm"]
    for device in _DEVICES:
        command += ["--dev-bind", device, device]
    command += ["--dir", WORKDIR, "--dir", "/tmp/home", "--dir", "/tmp/matplotlib"]
    if fonts is not None:
        command += ["--ro-bind", reach(fonts), f"/tmp/matplotlib/{fonts.name}"]
    for name, path in {_PROGRAMS_PATH: _HERE / "programs", **files}.items():
        command += ["--ro-bind", reach(path), name]
    if shared is not None:
        command += ["--bind", reach(shared), str(shared)]
    command += ["--chdir", WORKDIR, "--remount-ro", "/"]
    command += [_jailed_python(), "-s", "-P", "-B", *program]
    if user is None:
        return command
    request = {"user": user, "staging": staging, "sources": sources, "command": command}
    return [sys.executable, "-I", "-S", str(_HERE / "launch.py"), json.dumps(request)]


def visible_paths() -> dict[str, Path]:
    """Return the read-only paths of the jail and what they show: the system, Python, its environment."""
    paths = {text: Path(text) for text in (*_SYSTEM, *_SYSTEM_FILES) if Path(text).exists()}
    base = Path(sys.base_prefix).resolve()
    if not any(base.is_relative_to(path) for path in paths.values() if not path.is_symlink()):
        paths[str(base)] = base
    if sys.prefix != sys.base_prefix:
        paths[_ENVIRONMENT_PATH] = Path(sys.prefix).resolve()
    return paths


def _jailed_python() -> str:
    """Return the interpreter's path in the jail. A virtual environment gets a path of its own there."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return f"{_ENVIRONMENT_PATH}/bin/{Path(sys.executable).name}"


def jail_user() -> int | None:
    """Return the user that the jail's processes run as, seen from outside; None for the user who starts them."""
    return 64_000 + os.getpid() % 1000 if os.getuid() == 0 else None


def is_passable(path: str) -> bool:
    """Whether any user can come to a file or folder and read it."""
    found = Path(path).resolve()
    wanted = stat.S_IROTH | (stat.S_IXOTH if found.is_dir() else 0)
    is_open = all(folder.stat().st_mode & stat.S_IXOTH for folder in found.parents)
    return is_open and found.stat().st_mode & wanted == wanted


def passable_folder() -> str | None:
    """Return a temporary folder that the jail's user can pass when root starts it; None for the usual one."""
    if os.getuid() != 0:
        return None
    for path in map(Path, (tempfile.gettempdir(), "/tmp", "/var/tmp", "/run")):
        with contextlib.suppress(OSError):
            if all(folder.stat().st_mode & stat.S_IXOTH for folder in (path.resolve(), *path.resolve().parents)):
                return str(path)
    raise SandboxError("no temporary folder may be passed by other users", hint="chmod o+x /tmp")


def student_environment(programs: Path | str) -> dict[str, str]:
    """Return every environment variable that student code sees. What follows a `!` is for bash, if it is there.

    `programs` is the folder of Python's programs, or several with colons between.
    """
    shell = shutil.which("bash", path=_PROGRAMS) or "/bin/sh"
    return {
        "PATH": f"{programs}:{_PROGRAMS}",
        "SHELL": shell,
        "HOME": "/tmp/home",
        "TMPDIR": "/tmp",
        "USER": "student",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/home/.ipython",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TORCHINDUCTOR_CPP_CACHE_PRECOMPILE_HEADERS": "0",  # they are larger than a file may be
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@functools.cache
def font_cache() -> Path | None:
    """Return matplotlib's list of fonts on this machine, made once; None if it cannot be written."""
    import matplotlib
    from matplotlib import font_manager

    path = Path(matplotlib.get_cachedir()) / f"fontlist-v{font_manager.FontManager.__version__}.json"
    return path if path.exists() else None
