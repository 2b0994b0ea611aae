"""The warm process: it has loaded everything, and children are forked from it in milliseconds."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import SandboxError
from autograder.files import hash_parts
from autograder.sandbox.limits import Limits
from autograder.sandbox.removal import removing
from autograder.sandbox.runners import find_runner, require_runner

if TYPE_CHECKING:
    from autograder.sandbox.child import Child

__all__ = ["WarmProcess", "warm_process"]

_READY_S = 120.0
_REMOVING_S = 60.0
_ENDING_S = 5.0
_LONGEST_CELL = 10_000  # characters: as JSON, one message holds it
_MOST_SLOW = 1000  # cells


class WarmProcess:
    """A process with torch, matplotlib and IPython loaded, from which children are forked in milliseconds."""

    def __init__(self, runner: str = "jail", limits: Limits | None = None) -> None:
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as this object
        self._runner = find_runner(runner)
        self.runner = runner
        self.limits = limits or Limits()
        self.forks = 0
        self._is_ready = False
        self._known: set[str] = set()
        self._learned: set[str] = set()
        self._slow: set[str] = set()
        self._modules: dict[str, bool] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folder: Path | None = None

    def __enter__(self) -> WarmProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process if there is none, and wait until it has loaded everything: some seconds."""
        if not self._is_running():
            self.launch()
        if not self._is_ready:
            self._wait_until_ready()

    def launch(self) -> None:
        """Start the process if there is none, without waiting for it. It ends with the thread that calls this."""
        if self._is_running():
            return
        self.close()
        require_runner(self.runner)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._folder = self._runner.make_folder()
        launch = self._runner.prepare(self._folder, theirs.fileno(), self.limits)
        with theirs:
            self._process = subprocess.Popen(
                launch.command,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                env=launch.environment,
                pass_fds=[theirs.fileno()],
                cwd="/",
                start_new_session=True,
                **_become(launch.user),
            )
        self._control = ours

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _wait_until_ready(self) -> None:
        assert self._control is not None
        self._control.settimeout(_READY_S)
        self._ask(None)
        self._is_ready = True
        self._learned = set()
        if self._folder is not None and not self._runner.keeps_folder:
            self._folder.rmdir()
            self._folder = None

    def learn(self, sources: Iterable[str]) -> None:
        """Let the process compile cells that every student is given, once for all children forked after this.

        Student code can read them in the process: they must be cells that are handed out anyway.
        """
        self._known |= {source for source in sources if len(source) < _LONGEST_CELL}

    def lacks(self, modules: Iterable[str]) -> list[str]:
        """Return those of these top-level modules that are not there where notebooks run.

        Starts the warm process if there is none. It has run no student code: what it says is true.
        """
        names = list(modules)
        unknown = [name for name in names if name not in self._modules]
        if unknown:
            self.start()
            missing = self._ask({"op": "lacks", "names": unknown})[0]["lacks"]
            self._modules |= {name: name not in missing for name in unknown}
        return [name for name in names if not self._modules[name]]

    def note_slow(self, source: str) -> None:
        """Remember that a cell with this text took long."""
        if len(self._slow) < _MOST_SLOW:
            self._slow.add(hash_parts(source))

    def knows_slow(self, sources: Iterable[str]) -> bool:
        """Whether a cell with one of these texts has taken long before, in whosever notebook."""
        return bool(self._slow) and any(hash_parts(source) in self._slow for source in sources)

    def _ask(self, request: dict[str, object] | None, descriptor: int | None = None) -> tuple[dict[str, Any], int]:
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
        """Return a new child, walled in and ready for cells. Starts the warm process if there is none."""
        from autograder.sandbox.child import Child  # it needs torch; the process is launched before that is loaded

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
        pid, control = int(answer["pid"]), self._control

        def reap() -> int:
            if self._control is not control:
                return 0  # it died with the process that it was forked from
            return int(self._ask({"op": "reap", "pid": pid})[0]["status"])

        return Child(
            ours,
            handle,
            reap,
            is_group=self._runner.ends_groups,
            memory_mib=self.limits.memory_mib,
            words=self._last_words,
        )

    def close(self) -> None:
        """End the warm process and everything below it."""
        was_ready, self._is_ready = self._is_ready, False
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if was_ready and self._runner.ends_groups:  # it ends what its children started
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_ENDING_S)
            if self._process.poll() is None:  # once it is reaped, its number may be another's
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._folder is not None:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(removing(str(self._folder)), stderr=subprocess.DEVNULL, timeout=_REMOVING_S, check=False)
            self._folder = None

    def __del__(self) -> None:
        self._log.close()


def _become(user: int | None) -> dict[str, Any]:
    return {} if user is None else {"user": user, "group": user, "extra_groups": []}


@contextlib.contextmanager
def warm_process(runner: str = "jail", limits: Limits | None = None) -> Iterator[WarmProcess]:
    """Yield a started warm process."""
    with WarmProcess(runner, limits) as warm:
        warm.start()
        yield warm
