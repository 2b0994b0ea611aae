"""Start the warm process, in a bubblewrap jail or bare, and fork children from it.

Two runners, one interface: `jail` keeps every promise of the sandbox; `bare` is a plain process for machines without
bubblewrap, keeps few of them, and must be asked for by name.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox import seccomp
from autograder.sandbox.child import Child
from autograder.sandbox.limits import Limits

__all__ = ["RUNNERS", "Limits", "WarmProcess", "build_jail"]

RUNNERS = ("jail", "bare")
_HERE = Path(__file__).parent
_WORKDIR = "/tmp/work"
_ENVIRONMENT_PATH = "/jail/environment"
_SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
_READY_S = 120.0
_LONGEST_CELL = 10_000  # characters: as JSON, one message holds it


def _bare_command(settings: str) -> list[str]:
    return [sys.executable, "-s", "-P", "-B", str(_HERE / "inside.py"), settings]


def _visible_paths() -> dict[str, Path]:
    """Return the read-only paths of the jail and what stands there: the system, Python, its environment."""
    paths = {text: Path(text) for text in (*_SYSTEM, *_SYSTEM_FILES) if Path(text).exists()}
    base = Path(sys.base_prefix).resolve()
    if not any(base.is_relative_to(path) for path in paths.values() if not path.is_symlink()):
        paths[str(base)] = base
    if sys.prefix != sys.base_prefix:
        paths[_ENVIRONMENT_PATH] = Path(sys.prefix).resolve()
    return paths


def _jailed_python() -> str:
    """Return the interpreter's path inside the jail: an environment is moved, so that it may stand anywhere."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return f"{_ENVIRONMENT_PATH}/bin/{Path(sys.executable).name}"


def _jail_command(settings: str, staging: str, fonts: Path | None) -> list[str]:
    files = {f"/jail/{name}": _HERE / name for name in ("inside.py", "wire.py")}
    options = ["--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"]  # to wall in each child; dropped there
    return build_jail(["/jail/inside.py", settings], staging, fonts, files, options)


def jail_user() -> int | None:
    """Return the user that the jail's processes are outside of it, None where it is the one who starts them."""
    return 64_000 + os.getpid() % 1000 if os.getuid() == 0 else None


def build_jail(
    program: Sequence[str],
    staging: str,
    fonts: Path | None,
    files: Mapping[str, Path],
    options: Sequence[str] = (),
    shared: Path | None = None,
    disk_mib: int = 0,
) -> list[str]:
    """Return the command that runs a Python program, `program` being its path in the jail and its arguments, jailed.

    `files` stand in the jail read-only by their paths there; `shared` is a folder that both sides may write, at one
    path. `staging` is an empty folder. `options` go to bubblewrap as they are. `disk_mib` bounds /tmp, 0 does not.
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
    for name, value in jail_environment(Path(_jailed_python()).parent).items():
        command += ["--setenv", name, value]
    command += [*(("--size", str(disk_mib << 20)) if disk_mib else ()), "--tmpfs", "/tmp"]
    for target, source in _visible_paths().items():
        if source.is_symlink():
            command += ["--symlink", os.readlink(source), target]
        else:
            command += ["--ro-bind", reach(source), target]
    command += ["--proc", "/proc", "--dir", "/dev", "--dir", "/dev/shm"]
    for device in _DEVICES:
        command += ["--dev-bind", device, device]
    command += ["--dir", _WORKDIR, "--dir", "/tmp/home", "--dir", "/tmp/matplotlib"]
    if fonts is not None:
        command += ["--ro-bind", reach(fonts), f"/tmp/matplotlib/{fonts.name}"]
    for name, path in files.items():
        command += ["--ro-bind", reach(path), name]
    if shared is not None:
        command += ["--bind", reach(shared), str(shared)]
    command += ["--chdir", _WORKDIR, "--remount-ro", "/"]
    command += [_jailed_python(), "-s", "-P", "-B", *program]
    if user is None:
        return command
    request = {"user": user, "staging": staging, "sources": sources, "command": command}
    return [sys.executable, "-I", "-S", str(_HERE / "launch.py"), json.dumps(request)]


def passable_folder() -> str | None:
    """Return a temporary folder that the user of the jail can pass where root starts it; None for the usual one."""
    if os.getuid() != 0:
        return None
    for path in map(Path, (tempfile.gettempdir(), "/tmp", "/var/tmp", "/run")):
        with contextlib.suppress(OSError):
            if all(folder.stat().st_mode & stat.S_IXOTH for folder in (path.resolve(), *path.resolve().parents)):
                return str(path)
    raise SandboxError("no temporary folder may be passed by other users", hint="chmod o+x /tmp")


def jail_environment(programs: Path) -> dict[str, str]:
    """Return every environment variable that student code sees."""
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": "/tmp/home",
        "TMPDIR": "/tmp",
        "USER": "student",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/home/.ipython",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@functools.cache
def font_cache() -> Path | None:
    """Return matplotlib's list of fonts on this machine, made once, or None where it cannot be written."""
    import matplotlib
    from matplotlib import font_manager

    path = Path(matplotlib.get_cachedir()) / f"fontlist-v{font_manager.FontManager.__version__}.json"
    return path if path.exists() else None


class WarmProcess:
    """A process with torch, matplotlib and IPython loaded, from which children are forked in milliseconds."""

    def __init__(self, runner: str = "jail", limits: Limits | None = None) -> None:
        if runner not in RUNNERS:
            raise SandboxError(f"there is no runner named {runner!r}", hint=f"choose one of: {', '.join(RUNNERS)}")
        self.runner = runner
        self.limits = limits or Limits()
        self.forks = 0
        self._is_ready = False
        self._known: set[str] = set()
        self._learned: set[str] = set()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object
        self._staging: str | None = None

    def __enter__(self) -> WarmProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process where there is none, and wait until it has loaded everything; some seconds."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self.launch()
        if not self._is_ready:
            self._wait_until_ready()

    def launch(self) -> None:
        """Start the process without waiting for it. It ends with the thread that calls this."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        is_jail = self.runner == "jail"
        settings = json.dumps(
            {
                "control": theirs.fileno(),
                "wire": "/jail" if is_jail else str(_HERE),
                "is_jail": is_jail,
                "workdir": _WORKDIR if is_jail else tempfile.mkdtemp(prefix="autograder-work-"),
                "seccomp": base64.b64encode(seccomp.compile_filter()).decode() if is_jail else "",
                **asdict(self.limits),
            }
        )
        self._staging = tempfile.mkdtemp(prefix="autograder-", dir=passable_folder()) if is_jail else None
        command = _jail_command(settings, self._staging, font_cache()) if self._staging else _bare_command(settings)
        environment = jail_environment(Path(sys.executable).parent)
        if not is_jail:
            home = json.loads(settings)["workdir"]
            environment |= {"HOME": home, "TMPDIR": home, "MPLCONFIGDIR": home, "IPYTHONDIR": f"{home}/.ipython"}
            self._staging = home
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                env=environment,
                pass_fds=[theirs.fileno()],
                cwd="/",
                start_new_session=True,
            )
        self._control = ours

    def _wait_until_ready(self) -> None:
        assert self._control is not None
        self._control.settimeout(_READY_S)
        self._ask(None)
        self._is_ready = True
        self._learned = set()
        if self.runner == "jail" and self._staging is not None:
            os.rmdir(self._staging)
            self._staging = None

    def learn(self, sources: Iterable[str]) -> None:
        """Let the process compile cells that every student is given, once for all children that are forked after this.

        They are handed out anyway: nothing that a student must not see may be among them.
        """
        self._known |= {source for source in sources if len(source) < _LONGEST_CELL}

    def _ask(self, request: dict[str, object] | None, descriptor: int | None = None) -> tuple[dict[str, float], int]:
        """Send a request on the control socket; return the answer and the descriptor that came with it, or -1."""
        control = self._control
        assert control is not None
        try:
            if request is not None:
                data = [json.dumps(request).encode()]
                socket.send_fds(control, data, [descriptor] if descriptor is not None else [])
            message, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        except OSError as error:
            message, descriptors = b"", []
            reason = str(error)
        else:
            reason = "it ended"
        if not message:
            raise SandboxError(
                f"the {self.runner} runner's warm process is gone ({reason}){self._last_words()}",
                hint="run `autograder doctor`",
            )
        return json.loads(message), descriptors[0] if descriptors else -1

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - 2000))
            text = self._log.read().decode("utf-8", "replace").strip()
            return f"; it said: {text}" if text else ""
        return ""

    def fork(self) -> Child:
        """Return a new child, walled in and ready for cells. Starts the warm process where there is none."""
        self.start()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with theirs:
                for source in self._known - self._learned:
                    self._ask({"op": "learn", "source": source})
                    self._learned.add(source)
                answer, handle = self._ask({"op": "fork"}, theirs.fileno())
        except SandboxError:
            ours.close()
            self.close()
            raise
        self.forks += 1
        pid = int(answer["pid"])

        def reap() -> int:
            return int(self._ask({"op": "reap", "pid": pid})[0]["status"])

        return Child(
            ours,
            handle,
            reap,
            is_group=self.runner == "bare",
            memory_mib=self.limits.memory_mib,
            words=self._last_words,
        )

    def close(self) -> None:
        """End the warm process and everything below it."""
        self._is_ready = False
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if self._process.poll() is None:  # once it is reaped, its number may be another's
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._staging is not None:
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging = None

    def __del__(self) -> None:
        self._log.close()


@contextlib.contextmanager
def warm_process(runner: str = "jail", limits: Limits | None = None) -> Iterator[WarmProcess]:
    """Yield a started warm process."""
    with WarmProcess(runner, limits) as warm:
        warm.start()
        yield warm
